import { type TestEmulator, TestEmulators, type TestOptions } from './emulator.ts'
import { type EmulatorMatchers, matchers } from './matchers.ts'

export type { ClientOptions, TestEmulator, TestOptions } from './emulator.ts'
export { type EmulatorMatchers, matchers } from './matchers.ts'

// Of the package @types/jest, and of @jest/globals.
declare global {
  namespace jest {
    interface Matchers<R, T = {}> extends EmulatorMatchers<R> {}
  }
}
// @ts-ignore here there is no such package
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends EmulatorMatchers<R> {}
}

/** Makes a test function of one that takes a project of its own first, then what jest gives, such as a row of `test.each`. */
export type WithEmulator = <Row extends unknown[]>(
  body: (emulator: TestEmulator, ...row: Row) => unknown,
) => (...row: Row) => Promise<void>

/** What jest puts into every test file. */
interface JestGlobals {
  afterAll?: (end: () => Promise<void>) => void
  afterEach?: (end: () => void) => void
  expect?: { getState(): ExpectState; extend(added: typeof matchers): void }
}

interface ExpectState {
  currentTestName?: string
  /** Of tests that run side by side, only this one knows which of them it is asked in. */
  currentConcurrentTestName?: () => string | undefined
}

const { expect } = globalThis as JestGlobals
expect?.extend(matchers)

/** For options other than none: `const withEmulator = createWithEmulator({ scenarios: 'scenarios' })` at the top of a test file. */
export function createWithEmulator(options: TestOptions = {}): WithEmulator {
  const { afterAll, afterEach } = globalThis as JestGlobals
  const emulators = new TestEmulators(options)
  afterAll?.(() => emulators.end())
  let over = new AbortController()
  // Of a test that has run out of time, jest tells its function nothing.
  afterEach?.(() => {
    over.abort()
    over = new AbortController()
  })
  return (body) =>
    async (...row) => {
      const { currentTestName, currentConcurrentTestName } = expect?.getState() ?? {}
      const name = currentConcurrentTestName?.() ?? currentTestName ?? 'test'
      // Of tests that run side by side, others end meanwhile.
      const signal = name === currentTestName ? over.signal : undefined
      await emulators.run(name, (emulator) => body(emulator, ...row), undefined, signal)
    }
}

/** `test('…', withEmulator(async (emulator) => { … }))`, with an emulator as `createEmulator()` makes it. */
export const withEmulator: WithEmulator = createWithEmulator()
