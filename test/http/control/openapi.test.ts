import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { createEmulator } from '../../../src/index.ts'
import { createApp } from '../../../src/http/app.ts'
import { controls } from '../../../src/http/control/index.ts'
import type { Services } from '../../../src/http/exchange.ts'
import { controlOf, setUp } from './control.ts'

interface Document {
  [key: string]: unknown
  openapi: string
  paths: Record<string, Record<string, Operation>>
}
interface Operation {
  operationId: string
  summary: string
  parameters: { name: string; in: string }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, object>
}

async function documented() {
  const document = await setUp().control<Document>('GET /openapi.json')
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
  return { document, operations }
}

test('describes every route below /_emulator, and no other', async () => {
  const { operations } = await documented()
  const described = operations.map(({ method, path }) => `${method} /_emulator${path.replace(/\{(\w+)\}/g, ':$1')}`)
  const routed = createApp({} as Services)
    .routes.filter(({ method, path }) => path.startsWith('/_emulator/') && method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)
  expect(described.sort()).toEqual(routed.sort())
  expect(described.length).toBe(controls.length)
})

test('every operation says what it does, and names its parameters', async () => {
  const { operations } = await documented()
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
  for (const { path, operation } of operations) {
    expect(operation.summary).toMatch(/\w.*\.$/)
    const named = operation.parameters.filter((each) => each.in === 'path').map(({ name }) => name)
    expect(named).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
    expect(operation.responses).toHaveProperty('200.description')
  }
})

test('the schemas of bodies are good schemas, and take what the routes take', async () => {
  const { operations } = await documented()
  const ajv = new Ajv2020({ strict: false })
  const schemas = new Map(
    operations.flatMap(({ method, path, operation: { requestBody } }) =>
      requestBody ? [[`${method} ${path}`, ajv.compile(requestBody.content['application/json']!.schema)]] : [],
    ),
  )
  const bodies: [string, unknown, unknown][] = [
    ['PUT /clock', { mode: 'manual' }, { mode: 'slow' }],
    ['PUT /seed', { seed: 7 }, {}],
    ['POST /clock/advance', { by: '1s' }, { by: 1 }],
    ['POST /next', { scenario: 'hello', times: 2 }, { scenario: 'hello', times: 0 }],
    ['POST /faults', { path: '/runs', http_error: 429 }, { times: 0 }],
    ['POST /verify', { runs: [], unmatched: 0 }, { runs: [{ modle: 'gpt-4o' }] }],
  ]
  const { control, refusal } = setUp()
  for (const [route, good, bad] of bodies) {
    expect(schemas.get(route)!(good), route).toBe(true)
    expect(schemas.get(route)!(bad), route).toBe(false)
    await control(route, good)
    await refusal(route, bad)
  }
})

test('an operation without parameters answers as it is described: 200', async () => {
  const emulator = createEmulator()
  const { control } = controlOf(emulator)
  const { operations } = await documented()
  for (const { method, path } of operations)
    if (!path.includes('{') && method !== 'POST' && method !== 'PUT') await control(`${method} ${path}`)
})
