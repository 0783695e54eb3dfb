import { defineConfig } from 'vitest/config'

const { FUZZ_REQUESTS = '100000', FUZZ_SEED = String(Date.now() % 2 ** 31), FUZZ_SECONDS = '600' } = process.env

/** Requests by the hundred thousand. `FUZZ_SEED=…` repeats a run; `FUZZ_REQUESTS` and `FUZZ_SECONDS` bound it. */
export default defineConfig({
  test: {
    setupFiles: ['test/schema/setup.ts'],
    include: ['test/fuzz/**/*.test.ts'],
    env: { FUZZ_REQUESTS, FUZZ_SEED, FUZZ_SECONDS },
  },
})
