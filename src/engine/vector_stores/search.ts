import { createRequire } from 'node:module'
import type MiniSearch from 'minisearch'
import type { StoreFileNode, VectorStoreNode } from './nodes.ts'
import { decode } from './text.ts'
import { keywords, words } from './words.ts'

const require = createRequire(import.meta.url)

/** A piece of a file's text. */
export interface Passage {
  /** `FILE#N` */
  id: string
  file: StoreFileNode
  text: string
}

/** A passage and how well it fits, from 0 to 1. */
export interface Hit {
  passage: Passage
  score: number
}

export interface SearchOptions {
  limit: number
  threshold: number
  accept?: (file: StoreFileNode) => boolean
}

/**
 * The passages of a vector store that fit best, best first. As a search by meaning does, it also gives what does not fit at all, at
 * the end, with a score of 0: a threshold leaves it out.
 */
export function searchStore(node: VectorStoreNode, queries: string[], options: SearchOptions): Hit[] {
  return StoreIndex.of(node).search(queries, options)
}

/** So many passages are indexed whole. Of more, those that look likely are, anew for each search: an index of all would take seconds. */
const fewPassages = 256
const likelyPassages = 64

/** The indexes there are, the one that was searched last at the end. */
const indexes = new Map<VectorStoreNode, StoreIndex>()

/** The passages of a vector store's files, as a full-text index; made when first searched. */
export class StoreIndex {
  /** Characters of text that all vector stores together keep; beyond it the one that was not searched for longest lets go. */
  static mostCharacters = 64 * 2 ** 20

  readonly #passages = new Map<string, Passage>()
  #whole: MiniSearch<Passage> | undefined
  #characters = 0

  /** The index that there is, if there was a search. */
  static built(node: VectorStoreNode): StoreIndex | undefined {
    return indexes.get(node)
  }

  static drop(node: VectorStoreNode): void {
    indexes.delete(node)
  }

  static of(node: VectorStoreNode): StoreIndex {
    const index = indexes.get(node) ?? new StoreIndex(node)
    indexes.delete(node)
    indexes.set(node, index)
    let characters = 0
    for (const [each, other] of [...indexes].reverse()) {
      characters += other.#characters
      if (characters > StoreIndex.mostCharacters && each !== node) indexes.delete(each)
    }
    return index
  }

  constructor(node: VectorStoreNode) {
    for (const file of node.files) this.add(file)
  }

  add(file: StoreFileNode): void {
    const { cuts, upload } = file
    if (!cuts || cuts.length === 0) return
    const text = decode(upload.content) ?? ''
    this.#characters += text.length
    for (let n = 0; 2 * n < cuts.length; n++) {
      const passage = { id: `${file.id}#${n}`, file, text: text.slice(cuts[2 * n], cuts[2 * n + 1]) }
      this.#passages.set(passage.id, passage)
    }
    this.#whole = undefined
  }

  remove(file: StoreFileNode): void {
    const passages = (file.cuts?.length ?? 0) / 2
    for (let n = 0; n < passages; n++) this.#passages.delete(`${file.id}#${n}`)
    this.#characters -= file.cuts?.at(-1) ?? 0
    this.#whole = undefined
  }

  search(queries: string[], { limit, threshold, accept = () => true }: SearchOptions): Hit[] {
    const best = new Map<string, Hit & { rank: number }>()
    for (const query of queries) {
      const wanted = keywords(query)
      for (const { id, queryTerms, score: rank } of this.#look(wanted)) {
        const passage = this.#passages.get(id as string)!
        const score = fit(queryTerms.length, wanted.length)
        const known = best.get(passage.id)
        if (!known || known.score < score || (known.score === score && known.rank < rank))
          best.set(passage.id, { passage, score, rank })
      }
    }
    const hits: Hit[] = [...best.values()]
      .filter(({ passage, score }) => score >= threshold && accept(passage.file))
      .sort((a, b) => b.score - a.score || b.rank - a.rank)
      .slice(0, limit)
    if (threshold > 0) return hits
    for (const passage of this.#passages.values()) {
      if (hits.length >= limit) break
      if (!best.has(passage.id) && accept(passage.file)) hits.push({ passage, score: 0 })
    }
    return hits
  }

  #look(wanted: string[]) {
    if (wanted.length === 0) return []
    const engine =
      this.#passages.size <= fewPassages
        ? (this.#whole ??= engineOf(this.#passages.values()))
        : engineOf(likely(this.#passages.values(), wanted))
    return engine.search(wanted.join(' '), {
      prefix: (word) => word.length > 3,
      fuzzy: (word) => (word.length > 3 ? 0.2 : false),
    })
  }
}

function engineOf(passages: Iterable<Passage>): MiniSearch<Passage> {
  const Engine = require('minisearch') as typeof MiniSearch
  const engine = new Engine<Passage>({ fields: ['text'], tokenize: words, processTerm: (term) => term })
  for (const passage of passages) engine.add(passage)
  return engine
}

/** The passages in which the beginnings of most of the words stand. */
function likely(passages: Iterable<Passage>, wanted: string[]): Passage[] {
  const beginnings = wanted.map((word) => word.slice(0, 4))
  const counted: { passage: Passage; count: number }[] = []
  for (const passage of passages) {
    const text = passage.text.toLowerCase()
    const count = beginnings.filter((beginning) => text.includes(beginning)).length
    if (count > 0) counted.push({ passage, count })
  }
  return counted
    .sort((a, b) => b.count - a.count)
    .slice(0, likelyPassages)
    .map(({ passage }) => passage)
}

/** How many of the words looked for are there: the same for the same passage whatever else its store holds. */
function fit(found: number, wanted: number): number {
  return Math.round(Math.sqrt(found / wanted) * 1e4) / 1e4
}
