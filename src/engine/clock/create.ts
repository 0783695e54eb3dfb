import type { Agenda } from './agenda.ts'
import type { Clock, ClockMode } from './clock.ts'
import { ManualClock } from './manual.ts'
import { RealClock } from './real.ts'
import { SkipClock } from './skip.ts'

/** A clock that works off an agenda until it is stopped. */
export interface RunningClock extends Clock {
  /** Leaves the agenda to another clock. */
  stop(): void
}

/** `now`: where to go on from, in milliseconds since 1970; where the mode begins by itself if left out. */
export function createClock(mode: ClockMode, agenda: Agenda, now?: number): RunningClock {
  switch (mode) {
    case 'real':
      return new RealClock(agenda, now)
    case 'skip':
      return new SkipClock(agenda, now)
    case 'manual':
      return new ManualClock(agenda, now)
  }
}
