import { streams } from '../../scenario/moments.ts'
import { defineFault } from './fault.ts'
import { meant, selector } from './selector.ts'

export const malformed_json = defineFault({
  what: 'The data of an event is no JSON: it breaks off in the middle.',
  on: streams,
  schema: selector,
  events: async function* (events, which) {
    const isMeant = meant(which)
    for await (const event of events)
      yield isMeant(event) ? { ...event, data: event.data.slice(0, event.data.length >> 1) } : event
  },
})
