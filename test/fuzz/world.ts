import { createEmulator, type Listening, type LogEntry } from '../../src/index.ts'
import { curl } from './curl.ts'
import { afterwards, furniture } from './furniture.ts'
import { Harm, mostSeconds, mustBeHarmless } from './harm.ts'
import { send, sendBytes, turn } from './send.ts'
import type { Bytes, Either, Shot } from './shots.ts'
import { edited, filledIn, noteIds } from './words.ts'

/** An emulator of its own: the same shots always meet the same answers. */
export class World {
  /** What has been sent, as lines for a shell. */
  readonly told: string[] = []
  readonly #log: LogEntry[] = []
  readonly #emulator = createEmulator({ seed: 'fuzz', onRequest: (entry) => void this.#log.push(entry) })
  readonly #ids = new Map<string, string>()
  readonly #began = process.cpuUsage()
  #port: Listening | undefined
  /** Whether somebody may have asked for answers that come late, broken or not at all, or for a clock that stands still. */
  #disturbed = false

  /** @throws Harm */
  async play(shots: readonly Either[]): Promise<void> {
    const unhandled: unknown[] = []
    const note = (reason: unknown) => void unhandled.push(reason)
    process.on('unhandledRejection', note).on('uncaughtException', note)
    try {
      for (const shot of [...furniture, ...shots, ...afterwards]) await this.#meet(shot)
      await this.#mustBeAlive()
      // A turn of the loop, after which node reports what nobody has caught.
      await turn()
      if (unhandled.length > 0) throw new Harm('A promise was rejected and nobody caught it', { cause: unhandled[0] })
      if ('polluted' in {}) throw new Harm('All objects have got a property')
    } finally {
      await this.#emulator.close()
      process.off('unhandledRejection', note).off('uncaughtException', note)
    }
  }

  async #meet(shot: Either): Promise<void> {
    this.#log.length = 0
    const started = performance.now()
    if ('bytes' in shot) await this.#meetBytes(shot)
    else await this.#meetRequest(shot)
    if (performance.now() - started < mostSeconds * 1000) return
    // Others may have had the processor: what counts is ours, since the case began.
    const { user, system } = process.cpuUsage(this.#began)
    if (user + system > mostSeconds * 1e6)
      throw new Harm(`${JSON.stringify(shot).slice(0, 300)} took ${(user + system) / 1e6} s of processor time`)
  }

  async #meetRequest(shot: Shot): Promise<void> {
    const { fetch: _, url } = this.#emulator
    const put = (text: string) => filledIn(text, this.#ids)
    const base = shot.path.startsWith('/_emulator') ? url.replace(/\/v1$/, '') : url
    const body = await this.#bodyOf(shot)
    const headers = Object.entries(shot.headers).map(([name, value]): [string, string] => [
      name,
      put(value).slice(0, 70_000),
    ])
    const method = shot.method
    this.#disturbed ||= /faults|clock|state|fault/.test(shot.path + (body ?? ''))
    const asked = { method, headers, ...(body !== undefined && { body }) }
    this.told.push(curl(base.replace(/^.*?\.local/, '') + put(shot.path), asked))
    const answer = await send(this.#emulator, base + put(shot.path), asked, () => this.#disturbed)
    if (!answer) return
    mustBeHarmless(shot, answer, this.#log, this.#disturbed)
    noteIds(answer.text, this.#ids)
  }

  async #bodyOf({ body, edits }: Shot): Promise<string | undefined> {
    if (body === undefined) return undefined
    if (!edits) return filledIn(body, this.#ids)
    const { fetch, url } = this.#emulator
    const state = await (await fetch(new URL('/_emulator/state', url))).json()
    return filledIn(JSON.stringify(edited(state, edits)) ?? '', this.#ids)
  }

  async #meetBytes(shot: Bytes): Promise<void> {
    this.#port ??= await this.#emulator.listen()
    const bytes = filledIn(shot.bytes, this.#ids)
    this.told.push(`printf %b ${JSON.stringify(bytes)} | nc 127.0.0.1 4010   # ${shot.then}`)
    const heard = await sendBytes(this.#port, { ...shot, bytes })
    if (this.#disturbed) return
    const what = JSON.stringify(shot).slice(0, 500)
    if (heard === undefined) throw new Harm(`${what}: the connection was not closed`)
    const [failed] = /HTTP\/1\.1 5\d\d[^]*/.exec(heard) ?? []
    if (failed) throw new Harm(`${what} was answered with ${failed.slice(0, 2000)}`)
    const bug = this.#log.find(({ error }) => error?.includes('bug in run-emulator'))
    if (bug) throw new Harm(`${what}: ${bug.error}`)
  }

  async #mustBeAlive(): Promise<void> {
    if (!this.#port) return
    const response = await fetch(`${this.#port.url}/models`, {
      headers: { authorization: 'Bearer any', connection: 'close' },
    })
    await response.text()
    if (!this.#disturbed && response.status !== 200)
      throw new Harm(`A good request was answered with ${response.status}`)
  }
}
