import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createEmulator } from '../../src/index.ts'
import { faultVocabulary } from '../../src/http/faults/index.ts'
import { scenarioJsonSchema } from '../../src/scenario/schema.ts'
import { referenceTables } from './language.ts'

const page = readFileSync(new URL('../../docs/language.md', import.meta.url), 'utf8')

test('the tables of the reference page are those of the schema (npm test -- -u writes them)', async () => {
  await expect(`${page.split('<!-- tables -->')[0]}<!-- tables -->\n\n${referenceTables()}\n`).toMatchFileSnapshot(
    '../../docs/language.md',
  )
})

test('the shipped JSON Schema is the one that checks the files', async () => {
  await expect(`${JSON.stringify(scenarioJsonSchema(faultVocabulary), null, 2)}\n`).toMatchFileSnapshot(
    '../../scenario.schema.json',
  )
})

const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml!)

test.each(blocks.map((yaml, n) => [n + 1, yaml]))('example %i of the reference page loads', (_, yaml) => {
  createEmulator({ scenarios: { example: yaml } })
})
