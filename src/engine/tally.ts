/** Counts, by name. */
export class Tally {
  readonly #counts = new Map<string, number>()

  /** One more of these; 1 is the first. */
  next(name: string): number {
    const count = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, count)
    return count
  }

  /** How many of these there were. */
  count(name: string): number {
    return this.#counts.get(name) ?? 0
  }

  save(): Record<string, number> {
    return Object.fromEntries(this.#counts)
  }

  load(counts: Record<string, number>): void {
    this.#counts.clear()
    for (const [name, count] of Object.entries(counts)) this.#counts.set(name, count)
  }

  /** Counts whatever begins so from the beginning again. */
  forget(prefix: string): void {
    for (const name of this.#counts.keys()) if (name.startsWith(prefix)) this.#counts.delete(name)
  }
}
