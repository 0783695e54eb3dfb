import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytes } from './bytes.ts'
import { control } from './controls.ts'
import { emulated } from './requests.ts'
import type { Either } from './shots.ts'
import { World } from './world.ts'

// `npm run fuzz` sets these; without them it is a short run, always the same.
const wanted = Number(process.env.FUZZ_REQUESTS ?? 600)
const seed = Number(process.env.FUZZ_SEED ?? 5)
const seconds = Number(process.env.FUZZ_SECONDS ?? 60)
const { FUZZ_CASE } = process.env

const shot: fc.Arbitrary<Either> = fc.oneof(
  { weight: 24, arbitrary: emulated },
  { weight: 5, arbitrary: control },
  { weight: 1, arbitrary: bytes },
)

/** Most stories are short; one in forty is a long life, of thousands of requests to one emulator. */
const usual = 80
const long = 1600
const shots = fc.noBias(
  fc.oneof(
    { weight: 39, arbitrary: fc.array(shot, { minLength: 1, maxLength: 2 * usual - 1, size: 'max' }) },
    { weight: 1, arbitrary: fc.array(shot, { minLength: 1, maxLength: 2 * long - 1, size: 'max' }) },
  ),
)

const mostGrowth = 64 * 2 ** 20

test.runIf(FUZZ_CASE)('the case of a file does no harm', { timeout: 120_000 }, async () => {
  await new World().play(JSON.parse(readFileSync(FUZZ_CASE!, 'utf8')) as Either[])
})

test.skipIf(FUZZ_CASE)(
  `${wanted} requests, most of them broken, do no harm`,
  { timeout: (seconds + 60) * 1000 },
  async () => {
    const started = performance.now()
    const began = process.cpuUsage()
    let sent = 0
    let cases = 0
    let harmed = false
    let heap: number | undefined
    const outcome = await fc.check(
      fc.asyncProperty(shots, async (shots) => {
        if (!harmed && sent >= wanted) return
        await new World().play(shots).catch((error: unknown) => {
          harmed = true
          throw error
        })
        // What is played while a case shrinks does not count.
        if (harmed) return
        sent += shots.length
        if (++cases === 20) heap = heapUsed()
      }),
      {
        seed,
        numRuns: Math.ceil((wanted / usual) * 1.5),
        interruptAfterTimeLimit: seconds * 1000,
        markInterruptAsFailure: false,
      },
    )
    const { user, system } = process.cpuUsage(began)
    const took = `${((performance.now() - started) / 1000).toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of processor time)`
    if (process.env.FUZZ_REQUESTS) console.log(`fuzz: ${sent} requests in ${took}, seed ${seed}`)
    if (outcome.failed)
      throw new Error(await told(outcome.counterexample![0], outcome.errorInstance), { cause: outcome.errorInstance })
    expect(sent).toBeGreaterThanOrEqual(wanted)
    if (heap !== undefined) expect(heapUsed() - heap, 'what is never given back').toBeLessThan(mostGrowth)
  },
)

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed
}

/** A case to look at, to paste, and to play again. */
async function told(shots: Either[], harm: unknown): Promise<string> {
  const file = join(tmpdir(), `fuzz-${seed}.json`)
  writeFileSync(file, JSON.stringify(shots, null, 2))
  const world = new World()
  await world.play(shots).catch(() => {})
  return [
    (harm as Error).message,
    `It was done by ${shots.length} requests, with seed ${seed} (FUZZ_SEED=${seed}). To play them again: FUZZ_CASE=${file} npm run fuzz`,
    JSON.stringify(shots, null, 2),
    'Or, against `run-emulator serve --clock skip --seed fuzz --port 4010`:',
    ...world.told,
  ].join('\n')
}
