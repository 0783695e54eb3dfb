/** What was asked of the emulator itself cannot be done, or did not come true. Never the service's error. */
export class ControlError extends Error {
  override readonly name: string = 'ControlError'
  /** A word for programs. */
  readonly code: string
  /** The HTTP status that goes with it. */
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}
