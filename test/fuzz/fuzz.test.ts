import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shot } from './requests.ts'
import { play } from './world.ts'

// `npm run fuzz` sets these; without them it is a short run, always the same.
const wanted = Number(process.env.FUZZ_REQUESTS ?? 600)
const seed = Number(process.env.FUZZ_SEED ?? 5)
const seconds = Number(process.env.FUZZ_SECONDS ?? 60)

const usual = 40
const shots = fc.noBias(fc.array(shot, { minLength: 1, maxLength: 2 * usual - 1, size: 'max' }))

test(`${wanted} requests, most of them broken, do no harm`, { timeout: (seconds + 60) * 1000 }, async () => {
  const started = performance.now()
  let sent = 0
  const outcome = await fc.check(
    fc.asyncProperty(shots, async (shots) => {
      if (sent >= wanted) return
      await play(shots)
      sent += shots.length
    }),
    {
      seed,
      numRuns: Math.ceil((wanted / usual) * 1.5),
      interruptAfterTimeLimit: seconds * 1000,
      markInterruptAsFailure: false,
    },
  )
  if (process.env.FUZZ_REQUESTS)
    console.log(`fuzz: ${sent} requests in ${((performance.now() - started) / 1000).toFixed(1)} s, seed ${seed}`)
  if (outcome.failed) throw new Error(await fc.asyncDefaultReportMessage(outcome), { cause: outcome.errorInstance })
  expect(sent).toBeGreaterThanOrEqual(wanted)
})
