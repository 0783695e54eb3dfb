import type { FaultLine } from '../scenario/scenario.ts'
import type { Tally } from './tally.ts'
import { pathMatches } from './journal/path.ts'

/** Which requests go wrong, and how many of them. */
export interface FaultedRequests {
  /** Any if left out. */
  method?: string | undefined
  /** The end of the path, such as `/runs` or `/threads/:id/messages`; any if left out. */
  path?: string | undefined
  /** How many of them, default 1; null for all. */
  times?: number | null | undefined
  /** How many of them pass before. Default 0. */
  after?: number | undefined
}

export interface Injection {
  method: string | undefined
  path: string | undefined
  /** Null: all. */
  left: number | null
  after: number
  line: FaultLine
}

/** Faults that were put on the next requests of a project, whatever they are about. */
export class Injected {
  #injections: Injection[] = []
  readonly #made: Tally

  constructor(made: Tally) {
    this.#made = made
  }

  get size(): number {
    return this.#injections.length
  }

  get any(): boolean {
    return this.#injections.length > 0
  }

  newName(): string {
    return `fault ${this.#made.next('fault')}`
  }

  add(line: FaultLine, { method, path, times = 1, after = 0 }: FaultedRequests): void {
    this.#injections.push({ method: method?.toUpperCase(), path, left: times, after, line })
  }

  /** The faults that strike this request; each is used up by it. */
  strike(method: string, path: string): FaultLine[] {
    return this.#injections
      .filter((injection) => {
        if (injection.method !== undefined && injection.method !== method) return false
        if (injection.path !== undefined && !pathMatches(injection.path, path)) return false
        if (injection.after-- > 0) return false
        if (injection.left !== null && --injection.left <= 0)
          this.#injections = this.#injections.filter((each) => each !== injection)
        return true
      })
      .map(({ line }) => line)
  }

  /** What is still to come. */
  list(): { fault: string; with: unknown; method: string | null; path: string | null; times: number | null }[] {
    return this.#injections.map(({ method, path, left, line }) => ({
      fault: line.fault,
      with: line.with,
      method: method ?? null,
      path: path ?? null,
      times: left,
    }))
  }

  save(): Injection[] {
    return this.#injections.map((injection) => ({ ...injection }))
  }

  load(injections: Injection[]): void {
    this.#injections = injections
  }

  clear(): void {
    this.#injections = []
  }
}
