import { streams } from '../../scenario/moments.ts'
import { defineFault } from './fault.ts'
import { meant, selector } from './selector.ts'

export const duplicate = defineFault({
  what: 'An event comes twice.',
  on: streams,
  schema: selector,
  events: async function* (events, which) {
    const isMeant = meant(which)
    for await (const event of events) {
      yield event
      if (isMeant(event)) yield event
    }
  },
})
