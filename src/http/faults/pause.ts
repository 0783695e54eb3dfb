import type { Pause } from '../../engine/pauses.ts'
import { parseDuration } from '../../scenario/durations.ts'
import { duration } from '../../scenario/format/time.ts'
import type { Zod } from '../../scenario/zod.ts'

/** How long something waits; nothing given is for ever. */
export interface Until {
  for?: string | undefined
  gate?: string | undefined
}

/** The words for a wait, for a fault's schema. */
export const until = (z: Zod) => ({
  for: duration(z).optional().describe("A time on the emulator's clock."),
  gate: z.string().optional().describe('Until a test opens the gate of this name.'),
})

export const severalEnds = { error: 'expected "for" or "gate", not both' }

export function oneEnd({ for: time, gate }: Until): boolean {
  return time === undefined || gate === undefined
}

export function toPause({ for: time, gate }: Until): Pause {
  if (gate !== undefined) return { gate }
  return time === undefined ? 'for ever' : { ms: parseDuration(time)! }
}
