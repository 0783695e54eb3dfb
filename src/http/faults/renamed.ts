import { streams } from '../../scenario/moments.ts'
import { defineFault } from './fault.ts'
import { meant, selector } from './selector.ts'

/** protocol.md §5.2, max tokens in 2024. */
export const renamed = defineFault({
  what: "An event has another name than its data says, as the service's own once had.",
  on: streams,
  schema: (z) =>
    z.strictObject({ from: selector(z), to: z.string().regex(/^\S+$/).describe('The name that it gets.') }),
  events: async function* (events, { from, to }) {
    const isMeant = meant(from)
    for await (const event of events) yield isMeant(event) ? { ...event, event: to } : event
  },
})
