import { cannedNames } from '../../run/canned.ts'
import type { z as zed, Zod } from '../../scenario/zod.ts'
import type { Chunk, Frame } from '../frames.ts'

/** Which events of a stream are meant: the first of a name, simply the n-th, or the n-th or all of a name. */
export type Selector = string | number | { event: string; nth: number | 'all' }

const names = [...new Set(['thread.created', 'thread.run.created', ...cannedNames, 'error', 'done'])]

/** The words for it, for a fault's schema. */
export function selector(z: Zod): zed.ZodType<Selector> {
  const name = z.enum(names)
  return z.union([
    name,
    z.int().min(1),
    z.strictObject({
      event: name.describe('Its name.'),
      nth: z.union([z.int().min(1), z.literal('all')]).describe('Which of that name: a number, or all.'),
    }),
  ])
}

/** Tells of one event after the other whether it is meant. */
export function meant(which: Selector): (frame: Frame | Chunk) => frame is Frame {
  const { event, nth } =
    typeof which === 'string'
      ? { event: which, nth: 1 }
      : typeof which === 'number'
        ? { event: null, nth: which }
        : which
  let seen = 0
  return (frame): frame is Frame => {
    if (!isFrame(frame) || (event !== null && frame.event !== event)) return false
    seen++
    return nth === 'all' || seen === nth
  }
}

export function isFrame(piece: Frame | Chunk): piece is Frame {
  return typeof piece === 'object' && 'event' in piece
}
