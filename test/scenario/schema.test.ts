import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { faultVocabulary } from '../../src/http/faults/index.ts'
import { scenarioFiles } from '../../src/scenario/files.ts'
import { scenarioJsonSchema } from '../../src/scenario/schema.ts'

const schema = scenarioJsonSchema(faultVocabulary)
const text = JSON.stringify(schema)
const definitions = schema.$defs as Record<string, { properties?: Record<string, { description?: string }> }>

test('what is defined is called after the word that it stands behind, and is there', () => {
  expect(text).not.toContain('__schema')
  const refs = [...text.matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)].map(([, name]) => name!)
  expect(refs).toContain('last_error')
  expect(refs).toContain('last_error_2')
  expect(new Set(refs)).toEqual(new Set(Object.keys(definitions)))
})

test('an editor tells what each fault does', () => {
  const line = Object.values(definitions).find(({ properties }) => properties?.missing_done)!.properties!
  for (const [name, { what }] of Object.entries(faultVocabulary)) expect(line[name]!.description).toBe(what)
  expect(Object.values(line).filter(({ description }) => description === undefined)).toEqual([])
})

test('an editor tells a time that is none in the words of lint', () => {
  const told = new Set([...text.matchAll(/"patternErrorMessage":"([^"]+)"/g)].map(([, message]) => message))
  expect(told).toEqual(
    new Set([
      'Expected a wait such as 300ms, 2s, 1m, 1s to 3s or 2 polls.',
      'Expected a time such as 20ms or 10ms to 50ms.',
      'Expected a duration such as 300ms, 2s, 1m or 1h.',
    ]),
  )
})

test('an editor finds nothing wrong with what is shipped', () => {
  const fits = new Ajv2020({ strict: false }).compile(schema)
  const files = scenarioFiles(fileURLToPath(new URL('../../scenarios/', import.meta.url)))
  expect(files.length).toBeGreaterThan(100)
  expect(files.filter((path) => !fits(parse(readFileSync(path, 'utf8'))))).toEqual([])
  expect(fits({ script: [{ mesage: 'hi' }] })).toBe(false)
})
