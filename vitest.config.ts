import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Stories import the package by its name, as a user would.
const alias = [{ find: /^run-emulator$/, replacement: fileURLToPath(new URL('src/index.ts', import.meta.url)) }]

export default defineConfig({
  test: { include: ['test/**/*.test.ts'], exclude: ['test/package/**'], testTimeout: 30_000, alias, isolate: false },
})
