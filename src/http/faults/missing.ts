import { streams } from '../../scenario/moments.ts'
import { defineFault } from './fault.ts'
import { meant, selector } from './selector.ts'

export const missing = defineFault({
  what: 'An event never comes.',
  on: streams,
  schema: selector,
  events: async function* (events, which) {
    const isMeant = meant(which)
    for await (const event of events) if (!isMeant(event)) yield event
  },
})
