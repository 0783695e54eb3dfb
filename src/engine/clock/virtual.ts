import { Agenda, type Entry } from './agenda.ts'
import { type Clock, ClockError, epoch } from './clock.ts'

const longest = 100 * 365 * 24 * 3_600_000

/** Time as a number that is set: the common half of the skip and the manual clock. */
export abstract class VirtualClock implements Clock {
  abstract readonly mode: 'skip' | 'manual'
  protected readonly agenda: Agenda
  protected stopped = false
  #now: number
  /** Who moves it by hand waits until whoever came before has finished. */
  #moving: Promise<unknown> = Promise.resolve()

  constructor(agenda = new Agenda(), now = epoch) {
    this.agenda = agenda
    this.#now = now
  }

  stop(): void {
    this.stopped = true
  }

  now(): number {
    return this.#now
  }

  at(due: number, kind: Entry['kind'], run: () => void): Entry {
    return this.agenda.add(Math.max(due, this.#now), kind, run)
  }

  cancel(entry: Entry): void {
    this.agenda.remove(entry)
  }

  advance(ms: number): Promise<void> {
    if (!(ms >= 0 && ms <= longest))
      return Promise.reject(
        new ClockError(`A clock cannot be advanced by ${ms} ms: time goes forward, by 100 years at most.`),
      )
    return this.#inTurn(() => this.#advance(ms))
  }

  advanceUntil(done: () => boolean): Promise<boolean> {
    return this.#inTurn(() => this.#advanceUntil(done))
  }

  #inTurn<T>(move: () => Promise<T>): Promise<T> {
    const moved = this.#moving.then(move)
    this.#moving = moved.catch(() => {})
    return moved
  }

  async #advance(ms: number): Promise<void> {
    const target = this.#now + ms
    for (let entry = this.agenda.next(); entry && entry.due <= target && !this.stopped; entry = this.agenda.next()) {
      this.runMoment(entry.due)
      await turn()
    }
    this.#now = Math.max(this.#now, target)
  }

  async #advanceUntil(done: () => boolean): Promise<boolean> {
    while (!done() && !this.stopped) {
      const entry = this.agenda.next()
      if (!entry) return false
      this.runMoment(entry.due)
      await turn()
    }
    return done()
  }

  reset(): void {
    this.agenda.clear()
    this.#now = epoch
  }

  /** Jumps to a moment and runs what `next` finds due by then. */
  protected runMoment(moment: number, next = this.agenda.next): void {
    this.#now = Math.max(this.#now, moment)
    this.agenda.runDue(moment, next)
  }
}

/** Lets everything that waits for the event loop go on: clients react between two moments. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
