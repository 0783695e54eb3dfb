import { Agenda, type Entry } from './agenda.ts'
import { type Clock, ClockError } from './clock.ts'

const longestTimer = 2 ** 31 - 1

/** The wall clock: one timer, set for whatever is due next. Work keeps the process alive, deadlines do not. */
export class RealClock implements Clock {
  readonly mode = 'real'
  readonly #agenda: Agenda
  /** How far its time is ahead of the wall clock's: after a virtual time it goes on from there. */
  readonly #ahead: number
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined
  #alarm = Infinity

  constructor(agenda = new Agenda(), now?: number) {
    this.#agenda = agenda
    this.#ahead = now === undefined ? 0 : now - Date.now()
    this.#arm()
  }

  now(): number {
    return Date.now() + this.#ahead
  }

  at(due: number, kind: Entry['kind'], run: () => void): Entry {
    const entry = this.#agenda.add(due, kind, run)
    this.#arm()
    return entry
  }

  cancel(entry: Entry): void {
    this.#agenda.remove(entry)
    if (!this.#agenda.nextWork()) this.#timer?.unref()
  }

  advance(): Promise<void> {
    return Promise.reject(
      new ClockError(
        'The clock is real: it cannot be advanced. Make it skip or manual first: PUT /_emulator/clock {"mode": "skip"}, in the library clock.mode = "skip", or --clock skip from the start.',
      ),
    )
  }

  advanceUntil(): Promise<boolean> {
    return this.advance().then(() => false)
  }

  reset(): void {
    this.#agenda.clear()
    this.#disarm()
  }

  stop(): void {
    this.#disarm()
  }

  #arm(): void {
    const next = this.#agenda.next()
    if (!next || this.#immediate) return
    const wait = next.due - this.now()
    if (wait <= 0) {
      this.#disarm()
      this.#immediate = setImmediate(this.#ring)
    } else if (next.due !== this.#alarm) {
      this.#disarm()
      this.#alarm = next.due
      this.#timer = setTimeout(this.#ring, Math.min(wait, longestTimer))
    }
    if (this.#timer) this.#agenda.nextWork() ? this.#timer.ref() : this.#timer.unref()
  }

  #disarm(): void {
    clearTimeout(this.#timer)
    if (this.#immediate) clearImmediate(this.#immediate)
    this.#timer = this.#immediate = undefined
    this.#alarm = Infinity
  }

  #ring = (): void => {
    this.#disarm()
    this.#agenda.runDue(this.now(), this.#agenda.next)
    this.#arm()
  }
}
