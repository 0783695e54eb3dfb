import { errorCodes, incompleteReasons } from '../../run/last_errors.ts'
import { type RunStatus, runStatuses, transitions } from '../../run/lifecycle.ts'
import type { Catalog } from '../../scenario/catalog.ts'
import { type Counts, type Group, groups } from './counts.ts'

/** What has been exercised, and what never. */
export interface Coverage {
  exercised: number
  of: number
  groups: Record<Group, { exercised: number; of: number; items: Record<string, number> }>
}

// What the service was seen to do (protocol.md §2.1, §4); what else has happened is added.
const known: Record<Exclude<Group, 'scenarios'>, readonly string[]> = {
  statuses: runStatuses,
  transitions: [...new Set(runStatuses.flatMap(nextOf))],
  run_errors: errorCodes,
  incomplete_reasons: incompleteReasons,
  http_errors: ['400', '401', '404', '429', '500', '503'],
  tools: ['function', 'several functions at once', 'code_interpreter', 'file_search'],
  watching: ['polling', 'streaming', 'streaming after tool outputs'],
  connections: ['broken by a fault', 'left by the client', 'error event in a stream'],
}

function nextOf(from: RunStatus): string[] {
  return Object.values(transitions[from]).map((to) => `${from} → ${to}`)
}

/** What each thing is called where none has been seen. */
const nouns: Record<Group, string> = {
  statuses: 'the status',
  transitions: 'the transition',
  run_errors: 'a run that failed with',
  incomplete_reasons: 'a run that was incomplete because of',
  http_errors: 'an HTTP',
  tools: 'the tool',
  watching: 'runs by',
  connections: 'a connection or stream:',
  scenarios: 'the scenario',
}

/** The user's own scenarios are among what could have been exercised, the shipped ones are not. */
export function coverage(counts: Counts, catalog: Catalog): Coverage {
  const own = catalog.names().filter((name) => !catalog.isShipped(name))
  const covered = groups.map((group) => {
    const seen = counts.of(group)
    const names = [...new Set([...(group === 'scenarios' ? own : known[group]), ...[...seen.keys()].sort()])]
    const items = Object.fromEntries(names.map((name) => [name, seen.get(name) ?? 0]))
    return [group, { exercised: seen.size, of: names.length, items }] as const
  })
  return {
    exercised: covered.reduce((sum, [, { exercised }]) => sum + exercised, 0),
    of: covered.reduce((sum, [, { of }]) => sum + of, 0),
    groups: Object.fromEntries(covered) as Coverage['groups'],
  }
}

/** `no test has seen the status expired`. */
export function neverSeen(group: Group, item: string): string {
  return `no test has seen ${nouns[group]} ${item}`
}
