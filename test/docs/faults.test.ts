import { describe, expect, test } from 'vitest'
import { faultVocabulary } from '../../src/http/faults/index.ts'
import { createEmulator } from '../../src/index.ts'
import { moments, streams } from '../../src/scenario/moments.ts'
import { builders, toJSONSchema } from '../../src/scenario/zod.ts'
import { blocks, read } from './fill.ts'

const page = read('docs/faults.md')
const rows = [...page.matchAll(/^\| `(\w+)` \| (.+) \| (.+) \| (.+) \|$/gm)].map(([, fault, args, where, seen]) => ({
  fault: fault!,
  args: args!,
  where: where!,
  seen: seen!,
}))

test('every fault has its row, and there are no others', () => {
  expect(rows.map(({ fault }) => fault)).toEqual(Object.keys(faultVocabulary))
})

test.each(rows)('$fault: where it happens, and every argument', ({ fault, args, where }) => {
  const { on, schema } = faultVocabulary[fault]!
  expect(where.split(';')[0]).toBe(on === streams ? 'streams' : 'anywhere')
  expect(on).toEqual(on === streams ? streams : Object.keys(moments))
  const spelled = [...args.matchAll(/`(\w+)`/g)].map(([, word]) => word)
  expect(spelled).toEqual(expect.arrayContaining(wordsOf(toJSONSchema(schema(builders), { io: 'input' }))))
})

test('every moment has its row', () => {
  const table = [...page.matchAll(/^\| `(\w+)` \| ([^|]+) \|$/gm)].map(([, word, what]) => [word, what])
  expect(Object.fromEntries(table)).toEqual(moments)
})

describe('examples', () => {
  const examples = blocks(page, 'yaml')

  test.each(examples.map((yaml, n) => [n + 1, yaml]))('%i loads', (_, yaml) => {
    createEmulator({ scenarios: { example: yaml } })
  })

  test('show every fault', () => {
    const shown = blocks(page, '(?:yaml)?').join('\n')
    expect(Object.keys(faultVocabulary).filter((fault) => !new RegExp(`\\b${fault}:`).test(shown))).toEqual([])
  })
})

/** The words of a mapping that a fault takes, however deep in a union it stands. */
function wordsOf(schema: unknown): string[] {
  const { properties = {}, anyOf = [] } = schema as { properties?: object; anyOf?: unknown[] }
  return [...Object.keys(properties), ...anyOf.flatMap(wordsOf)]
}
