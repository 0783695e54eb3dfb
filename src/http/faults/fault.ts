import type { z, Zod } from '../../scenario/zod.ts'
import type { Moment } from '../../scenario/scenario.ts'
import type { Exchange } from '../exchange.ts'
import type { Frame } from '../sse.ts'

export type Chunk = string | Uint8Array

/**
 * A way for the response to go wrong while the run does not. `before` answers instead of the emulator, and nothing happens;
 * `frames` disturbs a stream on its way to the client. One file a fault; its name in a scenario is its key in `index.ts`.
 */
export interface Fault {
  /** Where it makes sense. */
  on: readonly Moment[]
  schema: (z: Zod) => z.ZodType
  before?(exchange: Exchange, args: unknown): Response
  frames?(frames: AsyncIterable<Frame | Chunk>, args: unknown): AsyncIterable<Frame | Chunk>
}

interface Definition<Args> {
  on: readonly Moment[]
  schema: (z: Zod) => z.ZodType<Args>
  before?(exchange: Exchange, args: Args): Response
  frames?(frames: AsyncIterable<Frame | Chunk>, args: Args): AsyncIterable<Frame | Chunk>
}

/** A fault whose arguments are those that its schema has checked. */
export function defineFault<Args>(fault: Definition<Args>): Fault {
  return fault as Fault
}
