import { type Follower, mostPending } from '../engine/follower.ts'
import { noteTold } from '../engine/coverage/note.ts'
import type { RunNode } from '../engine/nodes.ts'
import type { Event } from '../run/events.ts'
import type { Exchange } from './exchange.ts'
import { encode, type Frame, lastFrame } from './frames.ts'
import { eventPrinter } from './print_event.ts'
import { Break, send } from './transport.ts'

const end = encode(lastFrame)

/** Tells a client all that its follower is told, then `done` (protocol.md §5.1). */
export function stream(exchange: Exchange, node: RunNode, follower: Follower): Response | Promise<Response> {
  const print = eventPrinter(exchange.services.render, { content: includesContent(exchange) })
  exchange.tells = true
  exchange.ended = exchange.services.streams.open()
  const { coverage } = exchange.project
  const frame = (event: Event): Frame => {
    noteTold(coverage, event)
    return print(event)
  }
  const headers = exchange.headers('text/event-stream; charset=utf-8')
  const cancel = () => follower.leave()
  follower.onOverrun = () => {
    exchange.error = `The client has stopped reading: its stream was cut when more than ${mostPending.events} events, or ${mostPending.characters} characters of them, had piled up. The run goes on.`
    exchange.outgoing?.destroy()
  }
  if (exchange.disturb)
    return exchange.disturb({ status: 200, headers, body: told(exchange, node, frames(follower, frame)), cancel })
  return send(exchange, 200, headers, { chunks: told(exchange, node, joined(follower, frame)), cancel })
}

// As much as a connection is given at once: the rest waits, unprinted, until the client has read it.
const mostAtOnce = 65_536

/** What is due together goes out together: one chunk instead of a hundred (decisions 30). */
async function* joined(follower: Follower, frame: (event: Event) => Frame): AsyncGenerator<string> {
  for (let events = await follower.next(); events; events = await follower.next()) {
    for (let at = 0; at < events.length;) {
      const { chunk, next } = printed(events, at, frame)
      at = next
      if (at === events.length && follower.over) {
        yield chunk + end
        return
      }
      yield chunk
    }
  }
  mustBeAll(follower)
  yield end
}

/** What goes out at once of these events, from one on, and which is the next. A function of its own, for a generator runs slower. */
function printed(events: Event[], from: number, frame: (event: Event) => Frame): { chunk: string; next: number } {
  const texts: string[] = []
  let length = 0
  let next = from
  for (; next < events.length && length < mostAtOnce; next++) {
    const text = encode(frame(events[next]!))
    texts.push(text)
    length += text.length
  }
  return { chunk: texts.join(''), next }
}

async function* frames(follower: Follower, frame: (event: Event) => Frame): AsyncGenerator<Frame> {
  for (let events = await follower.next(); events; events = await follower.next())
    for (const event of events) yield frame(event)
  mustBeAll(follower)
  yield lastFrame
}

/** @throws Break if the follower was given up: a stream that lacks events must not end as if it were whole */
function mustBeAll({ overran }: Follower): void {
  if (overran) throw new Break('cut')
}

/** Keeps the run's last status for the log. */
async function* told<T>(exchange: Exchange, node: RunNode, chunks: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* chunks
  } finally {
    exchange.entry.run = node.run
  }
}

/** `include[]`, which some clients encode twice; the star stands for every tool call and result. */
export function includesContent({ context }: Exchange): boolean {
  const queries = context.req.queries()
  return Object.entries(queries).some(
    ([key, values]) =>
      decode(key).startsWith('include') &&
      values.some((value) => decode(value) === 'step_details.tool_calls[*].file_search.results[*].content'),
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
