import type { Event } from '../run/events.ts'

/** How much may pile up for a follower that has stopped asking: so many events, with so many characters of JSON. */
export const mostPending = { events: 10_000, characters: 16_000_000 }

/** Someone who is told what happens to a run, in order, until it rests. Whoever opened it closes it. */
export class Follower {
  #events: Event[] = []
  #ended = false
  /** Whether it has asked for what comes next, and not yet got it: then it is not the one who is slow. */
  #hungry = true
  #overran = false
  /** Characters of what has piled up since it last asked. */
  #characters = 0
  #wake: (() => void) | undefined
  readonly #left: (follower: Follower) => void
  /** Called when so much has piled up that the follower is given up; the run does not mind. */
  onOverrun: (() => void) | undefined

  /** `left` is called once, when the follower goes before the end. */
  constructor(left: (follower: Follower) => void) {
    this.#left = left
  }

  /** Whether nothing more will be told than what `next` has already given. */
  get over(): boolean {
    return this.#ended && !this.#overran && this.#events.length === 0
  }

  /** Whether it was given up: what it was told is not all. */
  get overran(): boolean {
    return this.#overran
  }

  push(events: Event[]): void {
    if (this.#ended) return
    this.#events.push(...events)
    if (!this.#hungry && this.#isTooMuch(events)) return this.#giveUp()
    this.#notify()
  }

  end(): void {
    this.#ended = true
    this.#notify()
  }

  /** All that happened since the last call, as soon as there is something; null after the end. */
  async next(): Promise<Event[] | null> {
    this.#hungry = true
    this.#characters = 0
    while (this.#events.length === 0) {
      if (this.#ended) return null
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const events = this.#events
    this.#events = []
    this.#hungry = false
    return events
  }

  /** Goes away: the run does not mind. */
  leave(): void {
    if (!this.#ended) this.#left(this)
    this.#events = []
    this.end()
  }

  #isTooMuch(more: Event[]): boolean {
    for (const { data } of more) this.#characters += JSON.stringify(data).length
    return this.#events.length > mostPending.events || this.#characters > mostPending.characters
  }

  #giveUp(): void {
    this.#overran = true
    this.leave()
    this.onOverrun?.()
  }

  #notify(): void {
    this.#wake?.()
    this.#wake = undefined
  }
}
