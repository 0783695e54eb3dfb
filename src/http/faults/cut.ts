import { Break } from '../transport.ts'
import { defineFault } from './fault.ts'

/** The connection drops after so many events: no `done`, no end of the body. */
export const cut = defineFault({
  on: ['stream'],
  schema: (z) => z.strictObject({ after_events: z.int().min(0).describe('How many events still arrive.') }),
  frames: async function* (frames, { after_events }) {
    let left = after_events
    if (left === 0) throw new Break('cut')
    for await (const frame of frames) {
      yield frame
      if (--left === 0) throw new Break('cut')
    }
  },
})
