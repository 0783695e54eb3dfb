import { defineConfig } from 'vitest/config'
import usual from './vitest.config.ts'

const { PROPERTY_RUNS = '1000', PROPERTY_SEED = String(Date.now() % 2 ** 31) } = process.env

/** Stories by the thousand. `PROPERTY_SEED=…` repeats a run; `PROPERTY_RUNS` says how many. */
export default defineConfig({
  ...usual,
  test: { ...usual.test, include: ['test/properties/**/*.test.ts'], env: { PROPERTY_RUNS, PROPERTY_SEED } },
})
