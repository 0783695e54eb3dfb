import { defineConfig } from 'vitest/config'

/** The official clients of other languages: what needs their tools, and time. */
export default defineConfig({
  test: { include: ['test/clients/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 300_000 },
})
