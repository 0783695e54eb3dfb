/** Things that are written once and otherwise called by their number. */
export class Numbers<T> {
  readonly #numbers = new Map<T, number>()

  of(thing: T): number {
    const known = this.#numbers.get(thing)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(thing, number)
    return number
  }

  /** Each at the place that its number says. */
  get all(): T[] {
    return [...this.#numbers.keys()]
  }
}
