import { type Moment, streams } from '../../scenario/moments.ts'
import type { z as zed, Zod } from '../../scenario/zod.ts'
import type { Chunk, Frame } from '../frames.ts'

/** Where in an answer something happens; nowhere given is before its head. */
export interface Position {
  after_events?: number | undefined
  after_bytes?: number | undefined
  within?: 'character' | undefined
}

/** The words for a position, for a fault's schema. */
export const position = (z: Zod) => ({
  after_events: z.int().min(0).optional().describe('How many events of the stream arrive before it, done included.'),
  after_bytes: z.int().min(0).optional().describe('How many bytes of the body arrive before it.'),
  within: z
    .literal('character')
    .optional()
    .describe('In the middle of the first character that takes several bytes in UTF-8.'),
})

/** A fault's schema that is a position, or nothing. */
export const optionalPosition = (z: Zod): zed.ZodType<Position | null | true> =>
  z.union([z.null(), z.literal(true), z.strictObject(position(z)).refine(onePosition, severalPositions)])

export const severalPositions = { error: 'expected one of after_events, after_bytes and within' }

export function onePosition(at: Position): boolean {
  return given(at) <= 1
}

export function isSomewhere(at: Position | null | true): at is Position {
  return at !== null && at !== true && given(at) > 0
}

function given({ after_events, after_bytes, within }: Position): number {
  return [after_events, after_bytes, within].filter((place) => place !== undefined).length
}

/** Only an answer has a middle, and only a stream has events to count. */
export function checkPosition(at: Position | null | true, on: Moment, handled: boolean): string | undefined {
  if (!isSomewhere(at)) return undefined
  if (!handled) return 'a request that is not carried out has no answer to count in: leave the position out'
  if (at.after_events === undefined || streams.includes(on)) return undefined
  const hint = on === 'create' ? 'stream' : on === 'submit' ? 'submit_stream' : undefined
  return `after_events counts the events of a stream: ${hint ? `write "on: ${hint}"` : `use after_bytes on ${on}`}`
}

/** Passes events until the position, and calls `there` once. Other positions are left to `bytesUntil`. */
export async function* eventsUntil(
  events: AsyncIterable<Frame | Chunk>,
  at: Position | null | true,
  there: () => Promise<void> | void,
): AsyncGenerator<Frame | Chunk> {
  let left = isSomewhere(at) ? (at.after_events ?? -1) : -1
  if (left === 0) await there()
  for await (const event of events) {
    yield event
    if (typeof event === 'object' && 'event' in event && --left === 0) await there()
  }
}

/** The same for positions in bytes. A body without such a character, or with too few bytes, has no such position. */
export async function* bytesUntil(
  bytes: AsyncIterable<Uint8Array>,
  at: Position | null | true,
  there: () => Promise<void> | void,
): AsyncGenerator<Uint8Array> {
  let left = isSomewhere(at) ? (at.after_bytes ?? (at.within ? Infinity : -1)) : -1
  if (left === 0) await there()
  for await (const chunk of bytes) {
    const lead = left === Infinity ? chunk.findIndex((byte) => byte >= 0xc0) : -1
    const here = lead >= 0 ? lead + 1 : left
    if (here > 0 && here <= chunk.length) {
      yield chunk.subarray(0, here)
      await there()
      left = -1
      if (here < chunk.length) yield chunk.subarray(here)
    } else {
      yield chunk
      if (left > 0) left -= chunk.length
    }
  }
}
