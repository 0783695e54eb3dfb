import type { Follower } from '../engine/follower.ts'
import type { RunNode } from '../engine/nodes.ts'
import type { Event } from '../run/events.ts'
import type { Exchange } from './exchange.ts'
import { disturb } from './faults/apply.ts'
import { compact } from './json.ts'
import { send } from './transport.ts'

/** One event as it goes over the wire. */
export interface Frame {
  event: string
  data: string
}

export const lastFrame = 'event: done\ndata: [DONE]\n\n'

export function encode({ event, data }: Frame): string {
  return `event: ${event}\ndata: ${data}\n\n`
}

/** Tells a client all that its follower is told, then `done` (protocol.md §5.1). */
export function stream(exchange: Exchange, node: RunNode, follower: Follower): Response {
  const content = includesContent(exchange)
  const frame = (event: Event): Frame => ({
    event: event.event,
    data: compact(exchange.services.render.event(event, { content })),
  })
  const headers = exchange.headers('text/event-stream; charset=utf-8')
  const faults = node.scenario.faults.filter(({ on }) => on === 'stream')
  const chunks = faults.length > 0 ? disturb(faults, frames(follower, frame)) : joined(follower, frame)
  return send(exchange, 200, headers, {
    chunks: told(exchange, node, chunks),
    cancel: () => follower.leave(),
  })
}

/** What is due together goes out together: one chunk instead of a hundred (decisions 30). */
async function* joined(follower: Follower, frame: (event: Event) => Frame): AsyncGenerator<string> {
  for (;;) {
    const events = await follower.next()
    if (!events) break
    let chunk = ''
    for (const event of events) chunk += encode(frame(event))
    if (follower.over) {
      yield chunk + lastFrame
      return
    }
    yield chunk
  }
  yield lastFrame
}

async function* frames(follower: Follower, frame: (event: Event) => Frame): AsyncGenerator<Frame> {
  for (let events = await follower.next(); events; events = await follower.next())
    for (const event of events) yield frame(event)
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
