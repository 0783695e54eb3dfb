import { isAtRest, type RunStatus } from '../../run/lifecycle.ts'
import type { Chunk, Frame } from '../frames.ts'
import { isFrame } from './selector.ts'

/** The first `most` events of a stream, and in no case the one with which the run rests, or any after it. */
export async function* beforeRest(
  events: AsyncIterable<Frame | Chunk>,
  most = Infinity,
): AsyncGenerator<Frame | Chunk> {
  let left = most
  if (left <= 0) return
  for await (const event of events) {
    if (isFrame(event) && (isResting(event) || event.event === 'done')) return
    yield event
    if (isFrame(event) && --left <= 0) return
  }
}

function isResting({ event }: Frame): boolean {
  return event.startsWith('thread.run.') && isAtRest(event.slice('thread.run.'.length) as RunStatus)
}
