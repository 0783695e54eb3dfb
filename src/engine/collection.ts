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
const rememberedCursors = 1000

/**
 * Things with ids in the order in which they were made. Looking up and paging cost the same for ten and for a hundred thousand; a
 * small collection, which most are, does without an index.
 */
export class Collection<T extends { readonly id: string }> {
  #items: (T | undefined)[] = []
  #index: Map<string, number> | undefined
  #size = 0
  /** Where deleted things stood: between two places. */
  #gone: Map<string, number> | undefined

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

  /** Puts a new thing last, or in place of the one with the same id, which is returned. */
  set(item: T): T | undefined {
    const at = this.#find(item.id)
    if (at >= 0) {
      const before = this.#items[at]
      this.#items[at] = item
      return before
    }
    this.#index?.set(item.id, this.#items.length)
    this.#items.push(item)
    this.#size++
    if (!this.#index && this.#items.length >= indexedFrom) this.#reindex()
    return undefined
  }

  delete(id: string): T | undefined {
    const at = this.#find(id)
    const item = this.#items[at]
    if (!item) return undefined
    this.#remember(id, at)
    this.#items[at] = undefined
    this.#index?.delete(id)
    this.#size--
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

  /**
   * One page, as cursors ask for it; undefined if `after` or `before` name nothing here. A cursor outlives its thing for a while, so
   * that a client may delete what it lists. `wanted` filters.
   */
  page({ limit, order, after, before }: PageQuery, wanted?: (item: T) => boolean): Page<T> | undefined {
    const step = order === 'asc' ? 1 : -1
    const start = step === 1 ? -1 : this.#items.length
    const from = after === undefined ? start : this.#place(after)
    const to = before === undefined ? undefined : this.#place(before)
    if (from === undefined || (before !== undefined && to === undefined)) return undefined
    // `before` alone asks for the page that ends right before its object.
    if (to !== undefined && after === undefined) {
      const { data, has_more } = this.#walk(to, -step, limit, start, wanted)
      return { data: data.reverse(), has_more }
    }
    return this.#walk(from, step, limit, to ?? this.#items.length - 1 - start, wanted)
  }

  /** What lies between two places, neither included. */
  #walk(from: number, step: number, limit: number, end: number, wanted?: (item: T) => boolean): Page<T> {
    const data: T[] = []
    const first = step === 1 ? Math.floor(from) + 1 : Math.ceil(from) - 1
    for (let at = first; (end - at) * step > 0; at += step) {
      const item = this.#items[at]
      if (!item || (wanted && !wanted(item))) continue
      if (data.length === limit) return { data, has_more: true }
      data.push(item)
    }
    return { data, has_more: false }
  }

  #place(id: string): number | undefined {
    const at = this.#find(id)
    return at >= 0 ? at : this.#gone?.get(id)
  }

  #remember(id: string, at: number): void {
    this.#gone ??= new Map()
    this.#gone.set(id, at - 0.5)
    if (this.#gone.size > rememberedCursors) this.#gone.delete(this.#gone.keys().next().value!)
  }

  #find(id: string): number {
    return this.#index ? (this.#index.get(id) ?? -1) : this.#items.findIndex((item) => item?.id === id)
  }

  #compact(): void {
    let kept = 0
    const places = this.#items.map((item) => (item ? kept++ : kept))
    for (const [id, place] of this.#gone ?? []) this.#gone!.set(id, (places[Math.ceil(place)] ?? kept) - 0.5)
    this.#items = this.#items.filter((item) => item !== undefined)
    if (this.#index) this.#reindex()
  }

  #reindex(): void {
    this.#index = new Map()
    for (const [at, item] of this.#items.entries()) if (item) this.#index.set(item.id, at)
  }
}
