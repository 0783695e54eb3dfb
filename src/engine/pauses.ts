import type { Clock } from './clock/clock.ts'
import type { Gates } from './gates.ts'

/** What a response waits for: so many milliseconds of the project's time, a gate, or nothing that ever comes. */
export type Pause = { ms: number } | { gate: string } | 'for ever'

/** Responses that wait while their run goes on. */
export class Pauses {
  readonly #clock: Clock
  readonly #gates: Gates
  readonly #ends = new Set<() => void>()
  #over = false

  constructor(clock: Clock, gates: Gates) {
    this.#clock = clock
    this.#gates = gates
  }

  /** Whether any response waits. */
  get any(): boolean {
    return this.#ends.size > 0
  }

  /** Resolves when the pause is over: to false if it was cut short by `signal`, or because the project ended. */
  pass(pause: Pause, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      let stop = () => {}
      const over = (passed: boolean) => {
        signal.removeEventListener('abort', abort)
        this.#ends.delete(abort)
        stop()
        resolve(passed)
      }
      const abort = () => over(false)
      if (signal.aborted || this.#over) return resolve(false)
      signal.addEventListener('abort', abort)
      this.#ends.add(abort)
      if (pause === 'for ever') return
      if ('gate' in pause) stop = this.#gates.wait(pause.gate, () => over(true))
      else {
        const planned = this.#clock.at(this.#clock.now() + pause.ms, 'work', () => over(true))
        stop = () => this.#clock.cancel(planned)
      }
    })
  }

  /** Cuts every pause short, also those that are still to come. */
  end(): void {
    this.#over = true
    for (const end of [...this.#ends]) end()
  }
}
