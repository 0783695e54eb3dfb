/** A binary heap that also lets go of entries in its middle, so that a thousand settled deadlines cost nothing. */
export class Heap<T extends HeapEntry> {
  readonly #entries: T[] = []

  get size(): number {
    return this.#entries.length
  }

  peek(): T | undefined {
    return this.#entries[0]
  }

  push(entry: T): void {
    this.#entries.push(entry)
    this.#up(this.#entries.length - 1, entry)
  }

  pop(): T | undefined {
    const first = this.#entries[0]
    if (first) this.remove(first)
    return first
  }

  /** Does nothing if the entry is not here. */
  remove(entry: T): void {
    const at = entry.position
    if (this.#entries[at] !== entry) return
    const last = this.#entries.pop()!
    entry.position = -1
    if (last === entry) return
    this.#up(at, last)
    this.#down(last.position, last)
  }

  #up(from: number, entry: T): void {
    let at = from
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!before(entry, this.#entries[above]!)) break
      this.#put(at, this.#entries[above]!)
      at = above
    }
    this.#put(at, entry)
  }

  #down(from: number, entry: T): void {
    let at = from
    for (;;) {
      const left = 2 * at + 1
      if (left >= this.#entries.length) break
      const right = left + 1
      const child = right < this.#entries.length && before(this.#entries[right]!, this.#entries[left]!) ? right : left
      if (!before(this.#entries[child]!, entry)) break
      this.#put(at, this.#entries[child]!)
      at = child
    }
    this.#put(at, entry)
  }

  #put(at: number, entry: T): void {
    this.#entries[at] = entry
    entry.position = at
  }
}

export interface HeapEntry {
  /** When it is due, in milliseconds. */
  due: number
  /** Breaks ties: what was planned first comes first. */
  order: number
  position: number
}

function before(a: HeapEntry, b: HeapEntry): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order)
}
