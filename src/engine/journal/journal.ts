import type { Entry, HeaderLines, Piece } from './entry.ts'

/** What a project's journal may hold: the oldest entries go first. */
export interface JournalLimits {
  entries: number
  /** Roughly, counting characters. */
  bytes: number
}

// What an entry costs besides its texts: headers, mostly.
const overhead = 1500

/** What was asked of a project and what was answered, oldest first, as much of it as its limits allow. */
export class Journal {
  readonly #limits: JournalLimits
  readonly #grown: (bytes: number) => void
  #entries: Entry[] = []
  #first = 0
  #n = 0
  #cleared = 0
  #bytes = 0
  /** The header lines that each route saw last. */
  readonly #headers = new Map<string | undefined, HeaderLines>()

  /** `grown` is told of every byte more or less. */
  constructor(limits: JournalLimits, grown: (bytes: number) => void = () => {}) {
    this.#limits = limits
    this.#grown = grown
  }

  get size(): number {
    return this.#entries.length - this.#first
  }

  get bytes(): number {
    return this.#bytes
  }

  /** How many requests there ever were. */
  get n(): number {
    return this.#n
  }

  /** How many of them had been made when it was last cleared. */
  get cleared(): number {
    return this.#cleared
  }

  /** How many entries were dropped to stay within the limits since the journal was last cleared. */
  get dropped(): number {
    return this.#n - this.#cleared - this.size
  }

  get on(): boolean {
    return this.#limits.entries > 0
  }

  /** The number of the next entry. */
  next(): number {
    return ++this.#n
  }

  add(entry: Entry): void {
    // A client sends the same again and again: kept once, a thousand entries are a tenth of the work for the garbage collector.
    const before = this.#headers.get(entry.route)
    if (before && same(before, entry.headers)) entry.headers = before
    else this.#headers.set(entry.route, entry.headers)
    this.#entries.push(entry)
    this.#grow(overhead + entry.url.length)
    this.#trim()
  }

  /** Adds what has been sent of an answer that goes on; nothing where the entry has been dropped meanwhile. */
  addPiece(entry: Entry, piece: Piece): void {
    if (!this.#has(entry)) {
      entry.pieces = undefined
      return
    }
    ;(entry.pieces ??= []).push(piece)
    this.#grow(weight(piece))
    this.#trim()
  }

  /** Counts what else an entry has come to hold since it was added, once it has ended. */
  settle(entry: Entry): void {
    if (!this.#has(entry)) return
    this.#grow(bodies(entry))
    this.#trim()
  }

  /** Takes up where another journal has got to, with as many of its last entries as the limits of this one allow. */
  restore(n: number, cleared: number, entries: Entry[]): void {
    this.drop()
    this.#cleared = cleared
    for (const entry of entries) {
      const { pieces } = entry
      this.#n = entry.n
      if (pieces) entry.pieces = []
      this.add(entry)
      for (const piece of pieces ?? []) this.addPiece(entry, piece)
      if (entry.ended) this.settle(entry)
    }
    this.#n = n
  }

  /** Forgets all entries: what comes next is all that there is to know. */
  clear(): void {
    this.drop()
    this.#cleared = this.#n
  }

  /** Forgets all entries for want of room, but not that they were there. */
  drop(): void {
    this.#grow(-this.#bytes)
    this.#entries = []
    this.#first = 0
    this.#headers.clear()
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (let at = this.#first; at < this.#entries.length; at++) yield this.#entries[at]!
  }

  #has({ n }: Entry): boolean {
    return n > this.#n - this.size
  }

  #trim(): void {
    while (this.size > this.#limits.entries || (this.#bytes > this.#limits.bytes && this.size > 1)) this.#shift()
  }

  #shift(): void {
    const entry = this.#entries[this.#first]!
    this.#grow(-(overhead + entry.url.length + (entry.ended ? bodies(entry) : 0)))
    for (const piece of entry.pieces ?? []) this.#grow(-weight(piece))
    this.#first++
    if (this.#first > 64 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first)
      this.#first = 0
    } else this.#entries[this.#first - 1] = undefined as never
  }

  #grow(bytes: number): void {
    this.#bytes += bytes
    this.#grown(bytes)
  }
}

function same(a: HeaderLines, b: HeaderLines): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
  for (let n = 0; n < a.length; n++) if (a[n] !== b[n]) return false
  return true
}

function bodies({ body, responseBody }: Entry): number {
  return (typeof body === 'string' ? body.length : (body?.length ?? 0) * 200) + (responseBody?.length ?? 0)
}

function weight({ data }: Piece): number {
  return data.length + 50
}
