import { allMoments } from '../../scenario/moments.ts'
import { Break } from '../transport.ts'
import { defineFault, type Fault } from './fault.ts'
import { bytesUntil, checkPosition, eventsUntil, isSomewhere, optionalPosition } from './position.ts'

/** A connection that breaks: at a position in the answer, or before there is one. */
export function breaking(how: Break['how'], what: string): Fault {
  const breakHere = () => {
    throw new Break(how)
  }
  return defineFault({
    what,
    on: allMoments,
    handled: [true, false],
    schema: optionalPosition,
    check: checkPosition,
    instead: (at) => (isSomewhere(at) ? undefined : breakHere()),
    events: (events, at) => eventsUntil(events, at, breakHere),
    bytes: (bytes, at) => bytesUntil(bytes, at, breakHere),
  })
}
