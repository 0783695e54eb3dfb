import type { Event } from '../run/events.ts'

/** Someone who is told what happens to a run, in order, until it rests. Whoever opened it closes it. */
export class Follower {
  #events: Event[] = []
  #ended = false
  #wake: (() => void) | undefined
  readonly #left: (follower: Follower) => void

  /** `left` is called once, when the follower goes before the end. */
  constructor(left: (follower: Follower) => void) {
    this.#left = left
  }

  /** Whether nothing more will be told than what `next` has already given. */
  get over(): boolean {
    return this.#ended && this.#events.length === 0
  }

  push(events: Event[]): void {
    if (this.#ended) return
    this.#events.push(...events)
    this.#notify()
  }

  end(): void {
    this.#ended = true
    this.#notify()
  }

  /** All that happened since the last call, as soon as there is something; null after the end. */
  async next(): Promise<Event[] | null> {
    while (this.#events.length === 0) {
      if (this.#ended) return null
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const events = this.#events
    this.#events = []
    return events
  }

  /** Goes away: the run does not mind. */
  leave(): void {
    if (!this.#ended) this.#left(this)
    this.#events = []
    this.end()
  }

  #notify(): void {
    this.#wake?.()
    this.#wake = undefined
  }
}
