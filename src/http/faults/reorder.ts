import { streams } from '../../scenario/moments.ts'
import { defineFault } from './fault.ts'
import { meant, selector } from './selector.ts'

export const reorder = defineFault({
  what: 'An event comes after the one that should follow it.',
  on: streams,
  schema: selector,
  events: async function* (events, which) {
    const isMeant = meant(which)
    let late
    for await (const event of events) {
      if (!late && isMeant(event)) {
        late = event
        continue
      }
      yield event
      if (late) yield late
      late = undefined
    }
    if (late) yield late
  },
})
