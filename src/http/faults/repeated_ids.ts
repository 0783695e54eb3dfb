import { streams } from '../../scenario/moments.ts'
import { changeEntries, type Entry } from './deltas.ts'
import { bare, defineFault } from './fault.ts'

export const repeated_ids = defineFault({
  what: 'The later deltas of a tool call say its `id`, and its `name`, once more: clients glue texts together.',
  on: streams,
  schema: bare,
  events: (events) => {
    const opened = new Map<string, Entry>()
    return changeEntries(events, (entry, owner) => {
      const key = `${owner} ${entry.index}`
      const first = opened.get(key)
      if (entry.id !== undefined) opened.set(key, entry)
      if (!first?.id) return entry
      const name = (first.function as { name?: string } | undefined)?.name
      return {
        ...entry,
        id: first.id,
        ...(name !== undefined && { function: { name, ...(entry.function as object) } }),
      }
    })
  },
})
