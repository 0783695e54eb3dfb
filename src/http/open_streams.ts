import { ControlError } from '../engine/control_error.ts'

/** The streams that are open now, of all projects together. */
export class OpenStreams {
  readonly #most: number
  #open = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Asked before anything is done that a stream would tell of. @throws ControlError where there is no room for another */
  mustHold(): void {
    if (this.#open < this.#most) return
    throw new ControlError(
      'too_many_streams',
      `${this.#open} streams are open, and no more than ${this.#most} may be. Read those to their end or abort them, or allow more: --max-streams, or createEmulator({ limits: { streams } }).`,
    )
  }

  /** One more is open. Returns how to say that it is no more, which counts once. */
  open(): () => void {
    this.#open++
    let isOpen = true
    return () => {
      if (isOpen) this.#open--
      isOpen = false
    }
  }
}
