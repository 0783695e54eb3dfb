import { AssistantStream } from 'openai7/lib/AssistantStream'
import type { Event } from '../../src/run/events.ts'
import { isAtRest, type RunStatus } from '../../src/run/lifecycle.ts'

/** What the official client has made of the events of a run, stream by stream. It throws where an order breaks its contract. */
export interface Rebuilt {
  run: unknown
  steps: Map<string, unknown>
  /** The steps as they were put together from deltas. */
  drafted: Map<string, unknown>
  /** The messages as they were put together from deltas, before their closing event brought them whole. */
  written: Map<string, unknown>
  /** And as they were closed. */
  closed: Map<string, unknown>
}

/** The strictest client there is (major 7) reads the events; each time the run rests, its stream ends and the next one begins. */
export async function rebuild(events: Event[]): Promise<Rebuilt> {
  const rebuilt: Rebuilt = {
    run: undefined,
    steps: new Map(),
    drafted: new Map(),
    written: new Map(),
    closed: new Map(),
  }
  for (const stream of streams(events)) {
    const client = AssistantStream.fromReadableStream(lines(stream))
    client.on('messageCreated', (message) => rebuilt.written.set(message.id, plain(message)))
    client.on('messageDelta', (_, message) => rebuilt.written.set(message.id, plain(message)))
    client.on('messageDone', (message) => rebuilt.closed.set(message.id, structuredClone(message)))
    client.on('runStepDelta', (_, step) => rebuilt.drafted.set(step.id, plain(step)))
    rebuilt.run = await client.finalRun()
    for (const step of await client.finalRunSteps()) rebuilt.steps.set(step.id, plain(step))
  }
  return rebuilt
}

function streams(events: Event[]): Event[][] {
  const streams: Event[][] = [[]]
  for (const event of events) {
    streams.at(-1)!.push(event)
    const [, status] = /^thread\.run\.(\w+)$/.exec(event.event) ?? []
    if (status && isAtRest(status as RunStatus)) streams.push([])
  }
  return streams.filter((stream) => stream.length > 0)
}

function lines(events: Event[]): ReadableStream {
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join('')
  return new Blob([text]).stream() as ReadableStream
}

/** Without what clients keep of a delta and no whole object has: an entry's index, a citation's empty quote. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner) => (key === 'index' || (key === 'quote' && inner === '') ? undefined : inner)),
  )
}
