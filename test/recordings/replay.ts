import type { RunStatus } from 'run-emulator'
import { readSse } from '../support/sse.ts'
import { differences, streamDifferences } from './differences.ts'
import { ingestionsOf, inProgress } from './ingestion.ts'
import { type Exchange, kindOf, objectsIn, type Recorded } from './recording.ts'
import { scenarioOf } from './script.ts'
import { makeWhatWasBefore } from './before.ts'
import { Times } from './times.ts'
import { Sender } from './sender.ts'
import { troubleOf } from './trouble.ts'
import { isForm, uploaded, uploadOf } from './upload.ts'

export interface Outcome {
  exchange: Exchange
  differences: string[]
}

/** Adapts one of our answers to how the service printed such objects when the exchange was recorded. */
export type Adapt = (answer: string, exchange: Exchange) => string

/**
 * Sends a recording's requests in order to an emulator, whose runs do what the recorded ones did, and compares the answers. Ids are
 * mapped as they appear; what the recording did not create is made first, with what the exchanges that are set apart tell of it; the
 * clock is moved by hand to where the service's was.
 */
export async function replay(exchanges: Exchange[], apart: Exchange[], adapt: Adapt): Promise<Outcome[]> {
  return new Replay(exchanges, apart, adapt).play()
}

const holds = [{ after: '1s', status: 'in_progress' }, { hold: true }]

class Replay {
  readonly #exchanges: Exchange[]
  readonly #apart: Exchange[]
  readonly #adapt: Adapt
  readonly #sender = new Sender()
  readonly #emulator = this.#sender.emulator
  readonly #ids = this.#sender.ids
  readonly #times = new Times()

  constructor(exchanges: Exchange[], apart: Exchange[], adapt: Adapt) {
    this.#exchanges = exchanges
    this.#apart = apart
    this.#adapt = adapt
  }

  async play(): Promise<Outcome[]> {
    this.#emulator.scenarios.put('holds', { script: holds })
    const unmade = await makeWhatWasBefore(this.#sender, this.#exchanges, this.#apart)
    const vector_store_files = ingestionsOf([...this.#exchanges, ...this.#apart])
    if (vector_store_files.length > 0) this.#emulator.scenarios.put('holds', { script: holds, vector_store_files })
    const outcomes: Outcome[] = []
    for (const exchange of this.#exchanges) {
      const differences = await this.#exchange(exchange).catch((error: Error) => [`not replayed: ${error.message}`])
      outcomes.push({ exchange, differences: differences.length > 0 ? [...differences, ...unmade] : [] })
    }
    return outcomes
  }

  async #exchange(exchange: Exchange): Promise<string[]> {
    const { request, response } = exchange
    await this.#wait(exchange)
    if (response.status === 200 && request.path.endsWith('/submit_tool_outputs')) await this.#learnCalls(request)
    const run = createdRun(exchange)
    // Only now, so that a script that names things has our names of them.
    if (run) this.#emulator.scenarios.put(run, this.#ids.rewriteAll(scenarioOf(run, this.#exchanges)))
    const trouble = troubleOf(exchange)
    if (trouble) this.#emulator.faults.add(trouble)
    const answer = await this.#sender.send(request.method, request.path + (request.query ?? ''), bodyOf(exchange), {
      ...request.headers,
      ...keyFor(exchange),
      'x-emulator-scenario': run ?? 'holds',
    })
    const text = answer.text()
    if (streamed(answer)) await this.#emulator.clock.advance('1m')
    const printed = this.#adapt(await text, exchange)
    const found = headDifferences(exchange, answer)
    // What was in a file is not known where its upload was not kept.
    if (/^\/v1\/files\/[^/]+\/content$/.test(request.path) && answer.ok) return found
    if (typeof response.body !== 'string') {
      const ours: unknown = printed === '' ? null : JSON.parse(printed)
      this.#ids.learn(response.body, ours)
      const recorded = this.#ids.rewriteAll(response.body)
      return [...found, ...differences(recorded, ours), ...this.#times.differences(recorded, ours)]
    }
    if (!streamed(answer)) return [...found, `a text was recorded, ours is ${printed}`]
    const own = readSse(printed)
    readSse(response.body).forEach(({ data }, n) => this.#ids.learn(data, own[n]?.data))
    const recorded = this.#ids.rewrite(response.body)
    return [...found, ...streamDifferences(recorded, printed), ...this.#timesOf(recorded, printed)]
  }

  #timesOf(recorded: string, ours: string): string[] {
    const told = (stream: string) => readSse(stream).filter(({ event }) => !event.endsWith('.delta'))
    const own = told(ours)
    return told(recorded).flatMap(({ data }, n) => this.#times.differences(data, own[n]?.data))
  }

  /**
   * Lets time pass until each run that the answer shows, or that it is refused for, has the status that was recorded, and its steps,
   * messages and files of vector stores are as many, and as many of them in progress.
   */
  async #wait(exchange: Exchange): Promise<void> {
    const { request, response } = exchange
    const [, refused] = JSON.stringify(response.body).match(/status (?:\\"|')(\w+)/) ?? []
    const [path] = request.path.match(/run_\w+/) ?? []
    const runs = objectsIn(request.method === 'GET' ? response.body : null)
    if (refused && path) runs.push({ id: path, object: 'thread.run', status: refused })
    for (const { id, status } of runs) {
      const run = kindOf(id) === 'run' ? this.#ids.get(id) : undefined
      if (run && status !== 'queued')
        await this.#emulator.clock.advance({ until: { run, status: status as RunStatus } })
    }
    if (request.method === 'GET' && /^\/v1\/vector_stores\/|\/(?:steps|messages)$/.test(request.path))
      await this.#catchUp(exchange)
  }

  /** A minute is longer than any script takes. */
  async #catchUp({ request, response }: Exchange): Promise<void> {
    const recorded = JSON.stringify(response.body)
    for (let second = 0; second < 60; second++) {
      const answer = await this.#sender.send('GET', request.path + (request.query ?? ''), null, request.headers)
      const ours = await answer.text()
      if (inProgress(ours) <= inProgress(recorded) && lengthOf(ours) >= lengthOf(recorded)) return
      await this.#emulator.clock.advance('1s')
    }
  }

  /** A recording that begins with their answers has not shown the calls. */
  async #learnCalls({ path, body }: Exchange['request']): Promise<void> {
    const { tool_outputs = [] } = body as { tool_outputs?: { tool_call_id: string }[] }
    if (tool_outputs.every(({ tool_call_id }) => this.#ids.get(tool_call_id))) return
    const calls = await this.#sender.callsOf(path.replace(/\/submit_tool_outputs$/, ''))
    tool_outputs.forEach(({ tool_call_id }, n) => calls[n] && this.#ids.set(tool_call_id, calls[n].id))
  }
}

/** No recording has a key that is accepted; one that was refused is told by the answer, as far as that shows it. */
function keyFor({ response: { status, body } }: Exchange): { authorization: string } {
  if (status !== 401) return { authorization: 'Bearer any' }
  const [, key] = JSON.stringify(body).match(/Incorrect API key provided: ([^ "]+)\. /) ?? []
  return { authorization: key === undefined ? '' : `Bearer ${key}` }
}

/** What is sent: of an upload whose body was not kept, a file like the one that the answer tells of. */
const bodyOf = ({ request, response }: Exchange): unknown =>
  request.body === null && isForm(request) ? uploadOf(uploaded(response.body)) : request.body

/** How status and headers differ; a recording without any has not kept them. */
function headDifferences({ response: { status, headers } }: Exchange, answer: Response): string[] {
  return [
    ...differences(status, answer.status, 'status'),
    ...(Object.keys(headers).length > 0 ? ['content-type', 'openai-version'] : []).flatMap((name) =>
      differences(headers[name], answer.headers.get(name), name),
    ),
    ...Object.keys(headers)
      .filter((name) => name !== 'content-length' && !answer.headers.has(name))
      .map((name) => `${name}: the header is missing`),
  ]
}

/** How many things a page shows. */
const lengthOf = (page: string) => (page.match(/"object": ?"thread\.(?:run\.step|message)"/g) ?? []).length

const streamed = (answer: Response) => answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false

/** The id of the run that an exchange created, if it did. */
function createdRun({ request: { method, path }, response }: Exchange): string | undefined {
  if (method !== 'POST' || !path.endsWith('/runs')) return undefined
  return objectsIn(response.body).find(({ object }) => object === 'thread.run')?.id
}
