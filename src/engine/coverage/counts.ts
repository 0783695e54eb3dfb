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
  readonly #counts = new Map<string, number>()

  add(group: Group, item: string, count = 1): void {
    const key = `${group}\n${item}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count)
  }

  addAll(other: Counts): void {
    for (const [key, count] of other.#counts) this.#counts.set(key, (this.#counts.get(key) ?? 0) + count)
  }

  of(group: Group): Map<string, number> {
    const prefix = `${group}\n`
    return new Map(
      [...this.#counts].flatMap(([key, count]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), count]] : [])),
    )
  }
}
