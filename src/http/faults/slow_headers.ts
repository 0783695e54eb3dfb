import { allMoments } from '../../scenario/moments.ts'
import { duration } from '../../scenario/format/time.ts'
import { defineFault } from './fault.ts'
import { oneEnd, severalEnds, toPause, until } from './pause.ts'

export const slow_headers = defineFault({
  what: 'The answer begins late, or never: then until the client gives up.',
  on: allMoments,
  handled: [true, false],
  schema: (z) => z.union([z.null(), duration(z), z.strictObject(until(z)).refine(oneEnd, severalEnds)]),
  wait: (args, scene) => scene.pause(toPause(typeof args === 'string' ? { for: args } : (args ?? {}))),
})
