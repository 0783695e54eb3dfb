/** One key of an object that a stream tells otherwise than a read shows it; `read` is what the read shows, undefined: no such key. */
export interface Difference {
  object: 'thread.run' | 'thread.run.step' | 'thread.message'
  key: string
  read: (told: unknown, ended: boolean) => unknown
  source: string
}

const absent = () => undefined

/**
 * The one list of what streaming and polling may show differently of the same run (decisions 16): so the service did it.
 * Everything else is equal, down to the order of keys.
 */
export const recordedDifferences: Difference[] = [
  { object: 'thread.run', key: 'tool_resources', read: () => ({}), source: 'protocol.md §2.2' },
  {
    object: 'thread.run.step',
    key: 'expires_at',
    read: (told, ended) => (ended ? null : told),
    source: 'protocol.md §2.3',
  },
  { object: 'thread.message', key: 'status', read: absent, source: 'protocol.md §2.4' },
  { object: 'thread.message', key: 'incomplete_details', read: absent, source: 'protocol.md §2.4' },
  { object: 'thread.message', key: 'incomplete_at', read: absent, source: 'protocol.md §2.4' },
  { object: 'thread.message', key: 'completed_at', read: absent, source: 'protocol.md §2.4' },
]

/** What deltas carry and finished objects do not: places in arrays, and an empty quote in citations (protocol.md §5.4). */
export function withoutDeltaKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDeltaKeys)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key, each]) => key !== 'index' && !(key === 'quote' && each === ''))
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutDeltaKeys(each)]))
}

/** A told object as a read would show it; `ended` says whether its run has ended. */
export function asRead<T extends { object: string }>(told: T, ended: boolean): T {
  const changed = Object.entries(told).map(([key, value]): [string, unknown] => {
    const difference = recordedDifferences.find((each) => each.object === told.object && each.key === key)
    return [key, difference ? difference.read(value, ended) : value]
  })
  return Object.fromEntries(changed.filter(([, value]) => value !== undefined)) as T
}
