import type { ProjectControl } from '../emulator/project.ts'
import type { RequestExpectation, RunExpectation } from '../engine/verify/expectation.ts'
import { VerificationError } from '../engine/verify/verify.ts'
import type { Verdict } from '../engine/verdict/verdict.ts'
import type { RunStatus } from '../run/lifecycle.ts'
import { type AnyRun, toldRun } from './told_run.ts'

/** What `expect` of vitest and of jest can say besides; `R` is what an assertion returns. */
export interface EmulatorMatchers<R = unknown> {
  /** Of a run as a client was told it: it is in this status. If it is not, says what became of it. */
  toHaveStatus(status: RunStatus): R
  /** Of an emulator: at least one run was created that is as expected, or as many as `times` says. */
  toHaveRun(expected?: RunExpectation): R
  /** Of an emulator: this run was created, no other, and there was no request to an unknown route. */
  toHaveOnlyRun(expected?: RunExpectation): R
  /** Of an emulator: at least one such request was sent, such as `POST /runs`, or as many as `times` says. */
  toHaveRequest(request: string, expected?: Omit<RequestExpectation, 'request'>): R
  /** Of an emulator: nothing was unmatched, no queued scenario or fault is unused, no run is still active. */
  toHaveLeftNothing(): R
  /** Of `emulator.verdict()`: the client did nothing wrong. */
  toBeFaultless(): R
}

interface Result {
  pass: boolean
  message: () => string
}

// As `expect.extend` of both runners wants it: whatever stands in a test may be given.
type Matcher = (this: { isNot?: boolean }, received: any, ...expected: any[]) => Result

/** For `expect.extend(matchers)`, where a runner gives no global `expect`. */
export const matchers: Record<keyof EmulatorMatchers, Matcher> = {
  toHaveStatus(run: AnyRun, status: RunStatus) {
    const told =
      typeof run?.status === 'string' ? toldRun(run) : `This is no run: ${JSON.stringify(run) ?? 'undefined'}`
    return {
      pass: run?.status === status,
      message: () => `Expected a run that is ${this.isNot ? 'not ' : ''}${status}. ${told}`,
    }
  },
  toHaveRun(emulator: ProjectControl, expected: RunExpectation = {}) {
    return verified(emulator, { runs: [{ times: atLeastOne, ...expected }] }, { runs: [{ ...expected, times: 0 }] })
  },
  toHaveOnlyRun(emulator: ProjectControl, expected: RunExpectation = {}) {
    return verified(emulator, { runs: [expected], nothing_else: true }, { runs: [{ ...expected, times: 0 }] })
  },
  toHaveRequest(emulator: ProjectControl, request: string, expected: object = {}) {
    return verified(
      emulator,
      { requests: [{ times: atLeastOne, ...expected, request }] },
      { requests: [{ ...expected, request, times: 0 }] },
    )
  },
  toHaveLeftNothing(emulator: ProjectControl) {
    return verified(emulator, { nothing_left: true })
  },
  toBeFaultless(verdict: Verdict) {
    if (!Array.isArray(verdict?.findings)) throw misused('no verdict', verdict, 'expect(emulator.verdict())')
    const { faultless, findings } = verdict
    const message = () =>
      faultless ? 'Expected a client that does something wrong.' : findings.map(({ message }) => message).join('\n')
    return { pass: faultless, message }
  },
}

/** Not a result that fails, which `.not` would take for success. */
function misused(what: string, received: unknown, proper: string): TypeError {
  const given = received === null ? 'null' : typeof received === 'object' ? 'another object' : typeof received
  return new TypeError(`This matcher was given ${what}, but ${given}. Write ${proper}, with the emulator of the test.`)
}

const atLeastOne = { at_least: 1 }

type Expectation = Parameters<ProjectControl['verify']>[0]

/** `opposite` is what is wrong if it does pass, for `.not`. */
function verified(emulator: ProjectControl, expectation: Expectation, opposite?: Expectation): Result {
  if (typeof emulator?.verify !== 'function') throw misused('no emulator', emulator, 'expect(emulator)')
  const wrong = whatIsWrong(emulator, expectation)
  const there = () => (opposite && whatIsWrong(emulator, opposite)) ?? 'Expected something to be different.'
  return { pass: wrong === undefined, message: () => wrong ?? there() }
}

function whatIsWrong(emulator: ProjectControl, expectation: Expectation): string | undefined {
  try {
    emulator.verify(expectation)
    return undefined
  } catch (error) {
    if (error instanceof VerificationError) return error.message
    throw error
  }
}
