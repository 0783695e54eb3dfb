import { allMoments } from '../../scenario/moments.ts'
import { defineFault } from './fault.ts'
import { oneEnd, severalEnds, toPause, type Until, until } from './pause.ts'
import {
  bytesUntil,
  checkPosition,
  eventsUntil,
  isSomewhere,
  onePosition,
  type Position,
  position,
  severalPositions,
} from './position.ts'

type Args = (Position & Until) | null

/** After the head, if nothing is said. */
const place = (args: Args) => (isSomewhere(args) ? args : { after_bytes: 0 })

const pause = (args: Args) => toPause(args ?? {})

export const stall = defineFault<Args>({
  what: 'The answer stops after its head or in its middle, until the client gives up, a time has passed or a gate opens.',
  on: allMoments,
  schema: (z) =>
    z.union([
      z.null(),
      z
        .strictObject({ ...position(z), ...until(z) })
        .refine(onePosition, severalPositions)
        .refine(oneEnd, severalEnds),
    ]),
  check: checkPosition,
  events: (events, args, scene) => eventsUntil(events, place(args), () => scene.pause(pause(args))),
  bytes: (bytes, args, scene) => bytesUntil(bytes, place(args), () => scene.pause(pause(args))),
})
