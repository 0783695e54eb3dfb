import { streams } from '../../scenario/moments.ts'
import { bare, defineFault } from './fault.ts'

export const after_done = defineFault({
  what: 'More bytes come after the end.',
  on: streams,
  schema: (z) => z.union([bare(z), z.string()]),
  events: async function* (events, text) {
    yield* events
    yield typeof text === 'string' ? text : 'event: thread.run.queued\ndata: {}\n\n'
  },
})
