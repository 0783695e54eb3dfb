import { Agenda } from './agenda.ts'
import { type Clock, type ClockMode, mustBeMode, type Planned } from './clock.ts'
import { createClock, type RunningClock } from './create.ts'

/** A project's clock, whose mode can be changed: time goes on from where it is, and what is planned stays planned. */
export class ProjectClock implements Clock {
  readonly #agenda = new Agenda()
  #clock: RunningClock
  #byHand = 0

  constructor(mode: ClockMode) {
    this.#clock = createClock(mode, this.#agenda)
  }

  /** How many milliseconds it was ever moved on by hand: as long as that a client may be said to have waited. */
  get byHand(): number {
    return this.#byHand
  }

  get mode(): ClockMode {
    return this.#clock.mode
  }

  /** @throws ClockError where there is no such mode */
  setMode(mode: ClockMode): void {
    mustBeMode(mode)
    if (mode === this.mode) return
    const now = this.now()
    this.#clock.stop()
    this.#clock = createClock(mode, this.#agenda, now)
  }

  /** Goes on in another mode, from another time; a real clock knows the time itself. */
  restore(mode: ClockMode, now: number): void {
    this.#clock.stop()
    this.#clock = createClock(mode, this.#agenda, mode === 'real' ? undefined : now)
  }

  now(): number {
    return this.#clock.now()
  }
  at(due: number, kind: 'work' | 'deadline', run: () => void): Planned {
    return this.#clock.at(due, kind, run)
  }
  cancel(planned: Planned): void {
    this.#clock.cancel(planned)
  }
  async advance(ms: number): Promise<void> {
    await this.#clock.advance(ms)
    this.#byHand += ms
  }
  async advanceUntil(done: () => boolean): Promise<boolean> {
    const before = this.now()
    const isDone = await this.#clock.advanceUntil(done)
    this.#byHand += this.now() - before
    return isDone
  }
  reset(): void {
    this.#clock.reset()
  }
}
