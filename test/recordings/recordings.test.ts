import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { expectGrammar } from '../sdk/grammar.ts'
import { asOfThen, contradicted, setApart } from './known.ts'
import { type Exchange, loadRecordings } from './recording.ts'
import { replay } from './replay.ts'

const folder = process.env.RECORDINGS ?? fileURLToPath(new URL('../../../shared/recordings', import.meta.url))
const recordings = loadRecordings(folder)

if (!recordings) test.skip(`recorded traffic is not here: set RECORDINGS to a folder of it, there is none at ${folder}`)

describe.each(recordings ?? [])('$name', ({ name, exchanges }) => {
  const compared = exchanges.filter((exchange) => setApart(exchange) === undefined)
  if (compared.length === 0) return test.skip(`set apart: ${setApart(exchanges[0]!)}`)

  test(`${compared.length} of ${exchanges.length} requests are answered as recorded`, async () => {
    const apart = exchanges.filter((exchange) => setApart(exchange) !== undefined)
    const outcomes = await replay(compared, apart, asOfThen)

    expect(outcomes).toHaveLength(compared.length)
    const found = outcomes.flatMap(({ exchange, differences }) =>
      differences.map((each) => `${title(exchange)}: ${each}`),
    )
    expect(found.filter((difference) => !isContradicted(name, difference))).toEqual([])
    for (const each of contradicted.filter(({ recording }) => recording === name))
      expect(found.some((difference) => each.difference.test(difference))).toBe(true)
  })

  const streams = compared.flatMap(({ response: { body } }) => (typeof body === 'string' ? [body] : []))
  if (streams.length === 0) return
  test('its streams keep the grammar that ours are held to', () => {
    for (const stream of streams) {
      const broken = rule(() => expectGrammar(stream))
      if (broken) expect(isContradicted(name, broken)).toBe(true)
    }
  })
})

function isContradicted(name: string, difference: string): boolean {
  return contradicted.some((each) => each.recording === name && each.difference.test(difference))
}

function rule(check: () => void): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

const title = ({ request: { method, path } }: Exchange) => `${method} ${path}`
