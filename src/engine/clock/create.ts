import type { Clock, ClockMode } from './clock.ts'
import { ManualClock } from './manual.ts'
import { RealClock } from './real.ts'
import { SkipClock } from './skip.ts'

export function createClock(mode: ClockMode): Clock {
  switch (mode) {
    case 'real':
      return new RealClock()
    case 'skip':
      return new SkipClock()
    case 'manual':
      return new ManualClock()
  }
}
