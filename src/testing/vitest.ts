import { expect, type RunnerTestSuite, test as base, type TestAPI, type TestContext } from 'vitest'
import { type TestEmulator, TestEmulators, type TestOptions } from './emulator.ts'
import { type EmulatorMatchers, matchers } from './matchers.ts'

export type { ClientOptions, TestEmulator, TestOptions } from './emulator.ts'
export { type EmulatorMatchers, matchers } from './matchers.ts'

declare module 'vitest' {
  interface Matchers<T = any> extends EmulatorMatchers<void> {}
}

expect.extend(matchers)

/** A `test` whose fixture `emulator` is a project of this test alone. */
export function createTest(options: TestOptions = {}): TestAPI<{ emulator: TestEmulator }> {
  return base.extend<{ emulators: TestEmulators; emulator: TestEmulator }>({
    emulators: [
      // Vitest reads from the first parameter which fixtures are used: here none.
      async ({}, use) => {
        const emulators = new TestEmulators(options)
        await use(emulators)
        await emulators.end()
      },
      { scope: 'file' },
    ],
    emulator: async ({ task, emulators }, use) => {
      const emulator = emulators.open(fullName(task))
      await use(emulator)
      emulators.close(emulator, task.result?.state === 'fail' && !task.fails)
    },
  })
}

/** With the names of what it is described in, as jest has it. */
function fullName({ name, suite }: TestContext['task'] | RunnerTestSuite): string {
  return suite ? `${fullName(suite)} ${name}` : name
}

/** `test('…', async ({ emulator }) => { … })`, with an emulator as `createEmulator()` makes it. */
export const test: TestAPI<{ emulator: TestEmulator }> = createTest()
export const it: typeof test = test
