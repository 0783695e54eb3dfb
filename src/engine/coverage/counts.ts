/** What can be exercised, in groups; the words in each are its own. */
export const groups = [
  'statuses',
  'transitions',
  'run_errors',
  'incomplete_reasons',
  'http_errors',
  'tools',
  'watching',
  'connections',
  'scenarios',
] as const
export type Group = (typeof groups)[number]

/** How often each thing was exercised. */
export class Counts {
  readonly #groups = new Map<Group, Map<string, number>>()

  add(group: Group, item: string, count = 1): void {
    let counts = this.#groups.get(group)
    if (!counts) this.#groups.set(group, (counts = new Map<string, number>()))
    counts.set(item, (counts.get(item) ?? 0) + count)
  }

  addAll(other: Counts): void {
    for (const [group, counts] of other.#groups) for (const [item, count] of counts) this.add(group, item, count)
  }

  of(group: Group): ReadonlyMap<string, number> {
    return this.#groups.get(group) ?? new Map<string, number>()
  }
}
