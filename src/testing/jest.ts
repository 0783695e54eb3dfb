import type { EmulatorOptions } from '../emulator.ts'
import { type TestEmulator, TestEmulators } from './emulator.ts'

export type { ClientOptions, TestEmulator } from './emulator.ts'

/** Makes a test function of one that takes a project of its own first, then what jest gives, such as a row of `test.each`. */
export type WithEmulator = <Row extends unknown[]>(
  body: (emulator: TestEmulator, ...row: Row) => unknown,
) => (...row: Row) => Promise<void>

/** What jest puts into every test file. */
interface JestGlobals {
  afterAll?: (end: () => Promise<void>) => void
  expect?: { getState(): { currentTestName?: string } }
}

/** For options other than none: `const withEmulator = createWithEmulator({ scenarios: 'scenarios' })` at the top of a test file. */
export function createWithEmulator(options: EmulatorOptions = {}): WithEmulator {
  const { afterAll, expect } = globalThis as JestGlobals
  const emulators = new TestEmulators(options)
  afterAll?.(() => emulators.end())
  return (body) =>
    async (...row) => {
      await emulators.run(expect?.getState().currentTestName ?? 'test', (emulator) => body(emulator, ...row))
    }
}

/** `test('…', withEmulator(async (emulator) => { … }))`, with an emulator as `createEmulator()` makes it. */
export const withEmulator: WithEmulator = createWithEmulator()
