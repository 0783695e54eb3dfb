import type { Event, MessageDeltaEvent } from '../run/events.ts'
import type { Frame } from './frames.ts'
import { compact } from './json.ts'
import type { Renderer } from './render.ts'

/** Prints the events of one stream. */
export function eventPrinter(render: Renderer, options: { content: boolean }): (event: Event) => Frame {
  let last: { of: unknown; data: string } | undefined
  return (event) => {
    if (event.event === 'thread.message.delta') return { event: event.event, data: printedDelta(event.data) }
    // An object that is created is told twice in the same words: `created`, then `queued` or `in_progress`.
    if (last?.of !== event.data) last = { of: event.data, data: compact(render.event(event, options)) }
    return { event: event.event, data: last.data }
  }
}

/**
 * Most of what is ever streamed is a delta that only brings text: printed around its text in a third of the time. Messages have no floats.
 */
function printedDelta(data: MessageDeltaEvent['data']): string {
  const { content } = data.delta
  const [entry] = content
  if (content.length !== 1 || entry?.type !== 'text' || keys(entry) !== 3 || keys(entry.text) !== 1)
    return JSON.stringify(data)
  const text = `{"index":${entry.index},"type":"text","text":{"value":${JSON.stringify(entry.text.value)}}}`
  return `{"id":"${data.id}","object":"thread.message.delta","delta":{"content":[${text}]}}`
}

const keys = (of: object): number => Object.keys(of).length
