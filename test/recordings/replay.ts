import { createEmulator, type Emulator, type RunStatus } from 'run-emulator'
import { collapsed, differences, streamDifferences } from './differences.ts'
import { Ids } from './ids.ts'
import { type Exchange, objectsIn, type Recorded, type Recording } from './recording.ts'
import { scriptOf } from './script.ts'
import { type Foreign, foreignTo, kindOf } from './seed.ts'

export interface Outcome {
  exchange: Exchange
  differences: string[]
}

/** Adapts one of our answers to how the service printed such objects when the exchange was recorded. */
export type Adapt = (answer: string, exchange: Exchange) => string

/**
 * Sends a recording's requests in order to an emulator, whose runs do what the recorded ones did, and compares the answers. Ids are
 * mapped as they appear; what the recording did not create is made first; the clock is moved by hand to where the service's was.
 */
export async function replay({ exchanges }: Recording, adapt: Adapt): Promise<Outcome[]> {
  return new Replay(exchanges, adapt).play()
}

const holds = [{ after: '1s', status: 'in_progress' }, { hold: true }]

class Replay {
  readonly #exchanges: Exchange[]
  readonly #adapt: Adapt
  readonly #emulator: Emulator
  readonly #ids = new Ids()

  constructor(exchanges: Exchange[], adapt: Adapt) {
    this.#exchanges = exchanges
    this.#adapt = adapt
    const runs = exchanges.map(createdRun).filter((id) => id !== undefined)
    const scripts = runs.map((id) => [id, { script: scriptOf(id, exchanges) }] as const)
    this.#emulator = createEmulator({
      clock: 'manual',
      scenarios: { holds: { script: holds }, ...Object.fromEntries(scripts) },
    })
  }

  async play(): Promise<Outcome[]> {
    for (const foreign of foreignTo(this.#exchanges)) await this.#seed(foreign)
    const outcomes: Outcome[] = []
    for (const exchange of this.#exchanges) outcomes.push({ exchange, differences: await this.#exchange(exchange) })
    return outcomes
  }

  async #exchange(exchange: Exchange): Promise<string[]> {
    const { request, response } = exchange
    await this.#wait(exchange)
    const answer = await this.#send(request.method, request.path + (request.query ?? ''), request.body, {
      ...request.headers,
      'x-emulator-scenario': createdRun(exchange) ?? 'holds',
    })
    const text = answer.text()
    if (streamed(answer)) await this.#emulator.clock.advance('1m')
    const printed = this.#adapt(await text, exchange)
    const found = headDifferences(exchange, answer)
    if (typeof response.body !== 'string') {
      const ours: unknown = JSON.parse(printed)
      this.#ids.learn(response.body, ours)
      return [...found, ...differences(this.#ids.rewriteAll(response.body), ours)]
    }
    if (!streamed(answer)) return [...found, `a stream was recorded, ours is ${printed}`]
    const own = collapsed(printed)
    collapsed(response.body).forEach(({ data }, n) => this.#ids.learn(data, own[n]?.data))
    return [...found, ...streamDifferences(this.#ids.rewrite(response.body), printed)]
  }

  /** Lets time pass until each run that the answer shows, or that it is refused for, has the status that was recorded. */
  async #wait({ request, response }: Exchange): Promise<void> {
    const [, refused] = JSON.stringify(response.body).match(/status (?:\\"|')(\w+)/) ?? []
    const [path] = request.path.match(/run_\w+/) ?? []
    const runs = objectsIn(request.method === 'GET' ? response.body : null)
    if (refused && path) runs.push({ id: path, object: 'thread.run', status: refused })
    for (const { id, status } of runs) {
      const run = kindOf(id) === 'run' ? this.#ids.get(id) : undefined
      if (run && status !== 'queued')
        await this.#emulator.clock.advance({ until: { run, status: status as RunStatus } })
    }
  }

  async #seed({ id, thread, object }: Foreign): Promise<void> {
    const place = thread === undefined ? undefined : `/v1/threads/${this.#ids.get(thread)}`
    const path = { asst: '/v1/assistants', thread: '/v1/threads', msg: `${place}/messages`, run: `${place}/runs` }
    const kind = kindOf(id) as keyof typeof path
    const answer = await this.#send('POST', path[kind], await this.#body(kind, object), {
      'openai-beta': 'assistants=v2',
      'content-type': 'application/json',
      'x-emulator-scenario': 'holds',
    })
    const made = (await answer.json()) as Recorded
    if (!answer.ok) throw new Error(`${id} could not be seeded: ${JSON.stringify(made)}`)
    this.#ids.set(id, made.id)
  }

  /** What makes an object like the recorded one. */
  async #body(kind: 'asst' | 'thread' | 'msg' | 'run', object: Recorded | undefined): Promise<object> {
    const given = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, object?.[key]]))
    switch (kind) {
      case 'asst':
        return { ...given('name', 'description', 'instructions', 'tools', 'metadata'), model: object?.model ?? 'gpt-4' }
      case 'thread':
        return given('metadata')
      case 'msg':
        return {
          ...given('role', 'metadata'),
          content: (object?.content as { text: { value: string } }[] | undefined)?.[0]?.text.value ?? 'Hi',
          role: object?.role ?? 'user',
        }
      case 'run':
        return {
          ...given('metadata', 'max_completion_tokens', 'max_prompt_tokens'),
          assistant_id: await this.#assistantOf(object),
        }
    }
  }

  /** The assistant of a run to be seeded; where nothing is known of it, any that may run on an empty thread. */
  async #assistantOf(run: Recorded | undefined): Promise<string> {
    const id = run?.assistant_id as string | undefined
    const known = id && this.#ids.get(id)
    if (known) return known
    await this.#seed({ id: 'asst_', thread: undefined, object: { id: '', object: 'assistant', instructions: 'Help.' } })
    return this.#ids.get('asst_')!
  }

  #send(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Response> {
    const { 'content-length': _, ...rest } = headers
    return this.#emulator.fetch(new URL(this.#ids.rewrite(path), this.#emulator.url), {
      method,
      headers: { ...rest, authorization: 'Bearer any' },
      ...(body !== null && { body: JSON.stringify(this.#ids.rewriteAll(body)) }),
    })
  }
}

/** How status and headers differ. */
function headDifferences({ response: { status, headers } }: Exchange, answer: Response): string[] {
  return [
    ...differences(status, answer.status, 'status'),
    ...['content-type', 'openai-version'].flatMap((name) => differences(headers[name], answer.headers.get(name), name)),
    ...Object.keys(headers)
      .filter((name) => name !== 'content-length' && !answer.headers.has(name))
      .map((name) => `${name}: the header is missing`),
  ]
}

const streamed = (answer: Response) => answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false

/** The id of the run that an exchange created, if it did. */
function createdRun({ request: { method, path }, response }: Exchange): string | undefined {
  if (method !== 'POST' || !path.endsWith('/runs')) return undefined
  return objectsIn(response.body).find(({ object }) => object === 'thread.run')?.id
}
