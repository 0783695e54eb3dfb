import { after, type TestContext } from 'node:test'
import { type TestEmulator, TestEmulators, type TestOptions } from './emulator.ts'

export type { ClientOptions, TestEmulator, TestOptions } from './emulator.ts'

/** Makes a test function of one that takes a project of its own first, then the context of the test. */
export type WithEmulator = (
  body: (emulator: TestEmulator, t: TestContext) => unknown,
) => (t: TestContext) => Promise<void>

/** For options other than none: `const withEmulator = createWithEmulator({ scenarios: 'scenarios' })` at the top of a test file. */
export function createWithEmulator(options: TestOptions = {}): WithEmulator {
  const emulators = new TestEmulators(options)
  after(() => emulators.end())
  return (body) =>
    async (...[t]) => {
      const tell = (text: string) => {
        for (const line of text.split('\n')) t.diagnostic(line)
      }
      await emulators.run(t.name, (emulator) => body(emulator, t), tell, t.signal)
    }
}

/** `test('…', withEmulator(async (emulator) => { … }))`, with an emulator as `createEmulator()` makes it. */
export const withEmulator: WithEmulator = createWithEmulator()
