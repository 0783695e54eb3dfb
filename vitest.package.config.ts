import { defineConfig } from 'vitest/config'

/** What needs a package registry, and time: outside of `npm test`. One file after the other, for they share a folder. */
export default defineConfig({
  test: {
    include: ['test/package/**/*.test.ts'],
    globalSetup: 'test/package/setup.ts',
    testTimeout: 60_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
})
