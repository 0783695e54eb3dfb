import { expect, test as base, type TestAPI } from 'vitest'
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
      const emulator = emulators.open(task.name)
      await use(emulator)
      emulators.close(emulator, task.result?.state === 'fail' && !task.fails)
    },
  })
}

/** `test('…', async ({ emulator }) => { … })`, with an emulator as `createEmulator()` makes it. */
export const test: TestAPI<{ emulator: TestEmulator }> = createTest()
export const it: typeof test = test
