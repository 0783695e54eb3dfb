import type { Wait } from '../../scenario/durations.ts'
import type { Act } from './play.ts'
import { drawn, type Turn } from './turn.ts'

/** A wait as it is this time: of a range, a time drawn from the seed. */
export function waitAct(wait: Wait, turn: Turn): Act {
  if ('polls' in wait || wait.to === undefined) return { act: 'wait', wait }
  return { act: 'wait', wait: { ms: Math.round(wait.ms + drawn(turn) * (wait.to - wait.ms)) } }
}
