import { deriveHex, hexesOf } from './ids.ts'
import { Tally } from './tally.ts'

export interface OriginOptions {
  /** Invented content depends on it. */
  seed: string
  /** Ids depend on it; the same as the seed where they may repeat from one start to the next. */
  salt: string
}

/** What the ids and the invented content of a project are derived from: the same origin and the same calls give the same bytes. */
export class Origin {
  readonly #project: string
  /** How many things were made, by kind: ids are counted, not drawn. */
  readonly made = new Tally()
  #seed: string
  #salt!: string
  #requestIds!: (n: number) => string
  #requests = 0

  constructor(project: string, { seed, salt }: OriginOptions) {
    this.#project = project
    this.#seed = seed
    this.#saltWith(`${salt}\n${project}`)
  }

  get given(): string {
    return this.#seed
  }

  /** What invented content is derived from. */
  readonly seed = (): string => `${this.#seed}\n${this.#project}`

  /** What ids are derived from. */
  readonly salt = (): string => this.#salt

  /** What is made from now on follows from this seed. */
  reseed(seed: string): void {
    this.#seed = seed
    this.#saltWith(`${seed}\n${this.#project}`)
  }

  /** Request ids have a counter of their own (decisions 8). */
  newRequestId(): string {
    return `req_${this.#requestIds(this.#requests++)}`
  }

  /** From 0 up to 1, for the n-th time that something is drawn: the same for the same seed. */
  draw(what: string, n: number): number {
    return parseInt(deriveHex(`${this.seed()}\n${what}`, n).slice(0, 8), 16) / 2 ** 32
  }

  save() {
    return { seed: this.#seed, salt: this.#salt, requests: this.#requests, made: this.made.save() }
  }

  load({ seed, salt, requests, made }: ReturnType<Origin['save']>): void {
    this.#seed = seed
    this.#saltWith(salt)
    this.#requests = requests
    this.made.load(made)
  }

  #saltWith(salt: string): void {
    this.#salt = salt
    this.#requestIds = hexesOf(salt)
  }
}
