import { defineConfig } from 'vitest/config'

/** What needs a package registry, and time: outside of `npm test`. One file after the other, for each builds `dist`. */
export default defineConfig({
  test: { include: ['test/package/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 180_000, fileParallelism: false },
})
