import { test as base, type TestAPI } from 'vitest'
import type { EmulatorOptions } from '../emulator.ts'
import { type TestEmulator, TestEmulators } from './emulator.ts'

export type { ClientOptions, TestEmulator } from './emulator.ts'

/** A `test` whose fixture `emulator` is a project of this test alone. Options are those of `createEmulator`. */
export function createTest(options: EmulatorOptions = {}): TestAPI<{ emulator: TestEmulator }> {
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
      emulators.close(emulator, task.result?.state === 'fail')
    },
  })
}

/** `test('…', async ({ emulator }) => { … })`, with an emulator as `createEmulator()` makes it. */
export const test: TestAPI<{ emulator: TestEmulator }> = createTest()
export const it: typeof test = test
