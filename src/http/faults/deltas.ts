import type { Chunk, Frame } from '../frames.ts'
import { isFrame } from './selector.ts'

/** An entry of a delta: a content block of a message, or a tool call of a step. */
export interface Entry {
  index?: number
  id?: string
  type: string
  [part: string]: unknown
}

interface Delta {
  id: string
  delta: { content?: Entry[]; step_details?: { type: string; tool_calls?: Entry[] } }
}

/** Changes the entries of every delta of a stream; `owner` is the id of the message or step that the entry belongs to. */
export async function* changeEntries(
  events: AsyncIterable<Frame | Chunk>,
  change: (entry: Entry, owner: string) => Entry,
): AsyncGenerator<Frame | Chunk> {
  for await (const event of events) {
    if (!isFrame(event) || !event.event.endsWith('.delta')) {
      yield event
      continue
    }
    const data = JSON.parse(event.data) as Delta
    const changed = (entries: Entry[]) => entries.map((entry) => change(entry, data.id))
    const { content, step_details } = data.delta
    const delta = {
      ...data.delta,
      ...(content && { content: changed(content) }),
      ...(step_details?.tool_calls && {
        step_details: { ...step_details, tool_calls: changed(step_details.tool_calls) },
      }),
    }
    yield { ...event, data: JSON.stringify({ ...data, delta }) }
  }
}
