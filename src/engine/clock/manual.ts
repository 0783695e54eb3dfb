import { VirtualClock } from './virtual.ts'

/** Stands still until it is told to advance: not even work that is due at once happens before. */
export class ManualClock extends VirtualClock {
  readonly mode = 'manual'
}
