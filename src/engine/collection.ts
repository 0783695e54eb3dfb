export interface PageQuery {
  limit: number
  order: 'asc' | 'desc'
  after?: string | undefined
  before?: string | undefined
}

export interface Page<T> {
  data: T[]
  has_more: boolean
}

const indexedFrom = 32

/**
 * Things with ids in the order in which they were made. Looking up and paging cost the same for ten and for a hundred thousand; a
 * small collection, which most are, does without an index.
 */
export class Collection<T extends { readonly id: string }> {
  #items: (T | undefined)[] = []
  #index: Map<string, number> | undefined
  #size = 0

  static of<T extends { readonly id: string }>(items: T[]): Collection<T> {
    const collection = new Collection<T>()
    for (const item of items) collection.set(item)
    return collection
  }

  get size(): number {
    return this.#size
  }

  get(id: string): T | undefined {
    return this.#items[this.#find(id)]
  }

  last(): T | undefined {
    return this.#items.at(-1)
  }

  /** Puts a new thing last, or in place of the one with the same id. */
  set(item: T): void {
    const at = this.#find(item.id)
    if (at >= 0) {
      this.#items[at] = item
      return
    }
    this.#index?.set(item.id, this.#items.length)
    this.#items.push(item)
    this.#size++
    if (!this.#index && this.#items.length >= indexedFrom) this.#reindex()
  }

  delete(id: string): T | undefined {
    const at = this.#find(id)
    const item = this.#items[at]
    if (!item) return undefined
    this.#items[at] = undefined
    this.#index?.delete(id)
    this.#size--
    while (this.#items.length > 0 && !this.#items.at(-1)) this.#items.pop()
    if (this.#items.length > 2 * this.#size + 8) this.#compact()
    return item
  }

  /** Newest first. */
  *backwards(): Generator<T> {
    for (let at = this.#items.length - 1; at >= 0; at--) {
      const item = this.#items[at]
      if (item) yield item
    }
  }

  *[Symbol.iterator](): Generator<T> {
    for (const item of this.#items) if (item) yield item
  }

  /** One page, as cursors ask for it; undefined if `after` or `before` name nothing here. `wanted` filters. */
  page({ limit, order, after, before }: PageQuery, wanted?: (item: T) => boolean): Page<T> | undefined {
    const from = after === undefined ? undefined : this.#find(after)
    const to = before === undefined ? undefined : this.#find(before)
    if (from === -1 || to === -1) return undefined
    const step = order === 'asc' ? 1 : -1
    const first = step === 1 ? 0 : this.#items.length - 1
    // `before` alone asks for the page that ends right before its object.
    if (to !== undefined && from === undefined) {
      const { data, has_more } = this.#walk(to - step, -step, limit, wanted)
      return { data: data.reverse(), has_more }
    }
    const start = from === undefined ? first : from + step
    // Nothing lies after the one and before the other where they stand the other way round.
    if (to !== undefined && (to - start) * step < 0) return { data: [], has_more: false }
    return this.#walk(start, step, limit, wanted, to)
  }

  #walk(from: number, step: number, limit: number, wanted?: (item: T) => boolean, end?: number): Page<T> {
    const data: T[] = []
    for (let at = from; at >= 0 && at < this.#items.length && at !== end; at += step) {
      const item = this.#items[at]
      if (!item || (wanted && !wanted(item))) continue
      if (data.length === limit) return { data, has_more: true }
      data.push(item)
    }
    return { data, has_more: false }
  }

  #find(id: string): number {
    return this.#index ? (this.#index.get(id) ?? -1) : this.#items.findIndex((item) => item?.id === id)
  }

  #compact(): void {
    this.#items = this.#items.filter((item) => item !== undefined)
    if (this.#index) this.#reindex()
  }

  #reindex(): void {
    this.#index = new Map(this.#items.map((item, at) => [item!.id, at]))
  }
}
