/** Our own failures: 400, so that no client retries with real sleeps, and impossible to mistake for the service's (decisions 20). */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError'
  readonly status: number
  readonly headers = { 'x-should-retry': 'false' }
  readonly body: object

  constructor(code: string, why: string, status = 400) {
    const message = `[run-emulator] ${why}`
    super(message)
    this.status = status
    this.body = { error: { message, type: 'run_emulator_error', param: null, code } }
  }
}

/** What is said of an error that nobody foresaw. */
export function bug(error: unknown): string {
  return `This is a bug in run-emulator, not in your code: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}
