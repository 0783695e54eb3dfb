import type { FaultWord } from '../../scenario/format/faults.ts'
import type { Moment } from '../../scenario/moments.ts'
import type { z, Zod } from '../../scenario/zod.ts'
import type { Exchange } from '../exchange.ts'
import type { Chunk, Frame, Head } from '../frames.ts'
import type { Scene } from './scene.ts'

/**
 * A way for the response to go wrong while the run does not. One file a fault; its name in a scenario is its key in `index.ts`. It
 * does one or more of these, in this order, whatever the order of the lines in a scenario; of several that answer in place of the
 * emulator, the first does.
 */
export interface Deeds<Args> {
  /** Lets time pass before the head. */
  wait?(args: Args, scene: Scene): Promise<void>
  /** Answers in place of the emulator, or of the answer that the emulator gave; undefined if it does not with these arguments. */
  instead?(args: Args, exchange: Exchange): (Head & { body?: string | Uint8Array }) | undefined
  /** Changes status and headers. */
  head?(head: Head, args: Args): Head
  /** Disturbs the events of a stream. What is no event passes. */
  events?(events: AsyncIterable<Frame | Chunk>, args: Args, scene: Scene): AsyncIterable<Frame | Chunk>
  /** Disturbs an answer whose whole body must be known for that. */
  whole?(answer: Head & { body: Uint8Array }, args: Args, exchange: Exchange): Head & { body: Uint8Array }
  /** Disturbs bytes. */
  bytes?(bytes: AsyncIterable<Uint8Array>, args: Args, scene: Scene): AsyncIterable<Uint8Array>
}

export interface Fault extends FaultWord, Deeds<unknown> {}

interface Definition<Args> extends Deeds<Args> {
  what: string
  on: readonly Moment[]
  /** Default: it disturbs an answer, so the request has been carried out. */
  handled?: readonly [boolean, ...boolean[]]
  schema: (z: Zod) => z.ZodType<Args>
  check?(args: Args, on: Moment, handled: boolean): string | undefined
  prepare?(args: Args, folder: string | undefined): Args
}

/** A fault whose arguments are those that its schema has checked. */
export function defineFault<Args>(fault: Definition<Args>): Fault {
  return { handled: [true], ...fault } as Fault
}

/** The arguments of a fault that needs none. */
export const bare = (z: Zod) => z.union([z.null(), z.literal(true)])
