import { streams } from '../../scenario/moments.ts'
import { defineFault } from './fault.ts'
import { isFrame } from './selector.ts'

export const unknown_event = defineFault({
  what: 'An event comes that no client has heard of.',
  on: streams,
  schema: (z) => {
    const name = z.string().regex(/^\S+$/, { error: 'expected the name of an event, without spaces' })
    return z.union([
      name,
      z.strictObject({
        event: name,
        data: z.record(z.string(), z.unknown()).optional(),
        after_events: z.int().min(0).optional().describe('How many events come before it; default 1.'),
      }),
    ])
  },
  events: async function* (events, args) {
    const { event: name, data = {}, after_events = 1 } = typeof args === 'string' ? { event: args } : args
    const unknown = { event: name, data: JSON.stringify(data) }
    let left = after_events
    if (left === 0) yield unknown
    for await (const event of events) {
      yield event
      if (isFrame(event) && --left === 0) yield unknown
    }
  },
})
