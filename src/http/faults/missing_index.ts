import { streams } from '../../scenario/moments.ts'
import { changeEntries } from './deltas.ts'
import { bare, defineFault } from './fault.ts'

export const missing_index = defineFault({
  what: 'The entries of deltas come without their `index`.',
  on: streams,
  schema: bare,
  events: (events) => changeEntries(events, ({ index: _, ...entry }) => entry),
})
