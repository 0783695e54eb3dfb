import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { expectGrammar } from '../sdk/grammar.ts'
import { contradicted, setApart } from './known.ts'
import { loadRecordings } from './recording.ts'
import { type Result, resultOf, sum } from './report.ts'

const usual = fileURLToPath(new URL('../../../shared/recordings', import.meta.url))
const folder = process.env.RECORDINGS ?? usual
const recordings = loadRecordings(folder)
const results: Result[] = []

if (!recordings) test.skip(`recorded traffic is not here: set RECORDINGS to a folder of it, there is none at ${folder}`)

describe.each(recordings ?? [])('$name', (recording) => {
  const { name, exchanges } = recording
  if (exchanges instanceof Error) return test('can be read', () => Promise.reject(exchanges))
  const compared = exchanges.filter((exchange) => setApart(exchange) === undefined)
  if (compared.length === 0) return test.skip(`set apart: ${exchanges[0] ? setApart(exchanges[0]) : 'it is empty'}`)

  test(`${compared.length} of ${exchanges.length} requests are answered as recorded`, async () => {
    const result = await resultOf(recording)
    results.push(result)
    const { agree, disagree, apart } = result
    expect(disagree).toEqual([])
    expect(agree + apart.length).toBe(exchanges.length)
    const reasons = contradicted.filter((each) => each.recording === name).map(({ reason }) => reason)
    expect(apart.map(({ reason }) => reason)).toEqual(expect.arrayContaining(reasons))
  })

  const streams = compared.flatMap(({ response: { body } }) => (typeof body === 'string' ? [body] : []))
  if (streams.length === 0) return
  test('its streams keep the grammar that ours are held to', () => {
    const broken = streams.map((stream) => rule(() => expectGrammar(stream))).filter((each) => each !== undefined)
    const known = contradicted.filter((each) => each.recording === name).map(({ rule }) => rule)
    expect(broken.filter((each) => !known.some((rule) => rule.test(each)))).toEqual([])
  })
})

// Recordings that are set apart as a whole were not replayed above.
test.runIf(recordings && folder === usual).each(['docs/proof.md', 'README.md'])('%s has the number', (name) => {
  const { agree, all } = sum(results)
  const page = readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
  expect(page).toContain(`${agree} / ${all} exchanges agree`)
})

function rule(check: () => void): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
