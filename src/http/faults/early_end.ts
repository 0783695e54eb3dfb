import { streams } from '../../scenario/moments.ts'
import { lastFrame } from '../frames.ts'
import { beforeRest } from './ends.ts'
import { bare, defineFault } from './fault.ts'

export const early_end = defineFault({
  what: 'The stream ends, properly, without the event with which the run rests.',
  on: streams,
  schema: (z) =>
    z.union([bare(z), z.strictObject({ after_events: z.int().min(0).describe('How many events come before done.') })]),
  events: async function* (events, args) {
    yield* beforeRest(events, typeof args === 'object' ? args?.after_events : undefined)
    yield lastFrame
  },
})
