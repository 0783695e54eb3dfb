import { readSse, type SseEvent } from '../support/sse.ts'

/**
 * How our answer differs from a recorded one whose ids have been rewritten to ours: keys and their order, types, null or not, and
 * every value but times. Empty if it does not. Each difference begins with its path.
 */
export function differences(recorded: unknown, ours: unknown, path = '', key = ''): string[] {
  const at = path || 'the body'
  if (recorded === null || ours === null || typeof recorded !== 'object' || typeof ours !== 'object') {
    if (key.endsWith('_at') && Number.isInteger(recorded) && Number.isInteger(ours)) return []
    return Object.is(recorded, ours) ? [] : [`${at}: ${show(recorded)} was recorded, ours is ${show(ours)}`]
  }
  const theirs = Object.keys(recorded)
  const own = Object.keys(ours)
  if (String(theirs) !== String(own)) return [`${at}: the keys ${theirs} were recorded, ours are ${own}`]
  return theirs.flatMap((each) =>
    differences(
      (recorded as Record<string, unknown>)[each],
      (ours as Record<string, unknown>)[each],
      Array.isArray(recorded) ? `${path}[${each}]` : path ? `${path}.${each}` : each,
      each,
    ),
  )
}

/** The same for two streams: the events in their order, and of each, deltas too, every byte but times. */
export function streamDifferences(recorded: string, ours: string): string[] {
  const theirs = timeless(recorded)
  const own = timeless(ours)
  const names = (events: SseEvent[]) => events.map(({ event }) => event).join(' ')
  if (theirs.length !== own.length) return [`the events ${names(theirs)} were recorded, ours are ${names(own)}`]
  return theirs.flatMap(({ event, text, data }, n) => {
    const ours = own[n]!
    const found = differences(data, ours.data, event)
    const bytes = text === ours.text ? [] : [`${event}: ${text} was recorded, ours is ${ours.text}`]
    return [...differences(event, ours.event, `event ${n}`), ...(found.length > 0 ? found : bytes)]
  })
}

/** When things happened is the clock's affair. */
function timeless(stream: string): SseEvent[] {
  return readSse(stream).map(({ event, text, data }) => ({
    event,
    text: text.replace(/"(\w+_at)":\d+/g, '"$1":0'),
    data,
  }))
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}
