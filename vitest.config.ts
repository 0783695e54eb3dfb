import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Stories import the package by its name, as a user would.
const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url))
const alias = [
  { find: /^run-emulator$/, replacement: source('index.ts') },
  { find: /^run-emulator\/vitest$/, replacement: source('testing/vitest.ts') },
]

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'examples/*/vitest/*.test.js'],
    exclude: ['test/package/**', 'test/clients/**'],
    testTimeout: 30_000,
    alias,
    isolate: false,
    // One worker a core: vitest would leave one core idle, which is half of a small machine.
    maxWorkers: '100%',
    setupFiles: ['test/schema/setup.ts'],
  },
})
