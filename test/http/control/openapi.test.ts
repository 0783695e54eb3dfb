import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { createEmulator } from '../../../src/index.ts'
import { createApp } from '../../../src/http/app.ts'
import { controls } from '../../../src/http/control/index.ts'
import { toJSONSchema } from '../../../src/scenario/zod.ts'
import { controlOf, setUp } from './control.ts'
import type { Document } from './document.ts'

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
  const routed = createApp()
    .routes.filter(({ method, path }) => path.startsWith('/_emulator/') && method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)
  expect(described.sort()).toEqual(routed.sort())
  expect(described.length).toBe(controls.length)
})

test('is a valid OpenAPI 3.1 document, whose references lead somewhere', async () => {
  const { document } = await documented()
  const validator = new Validator()
  expect(await validator.validate(structuredClone(document) as never)).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!.split('/'))
  expect(references.length).toBeGreaterThan(controls.length)
  for (const path of references) expect(document).toHaveProperty(path)
})

test('generators of clients find names for what is sent, and no type that is a list but of one and null', async () => {
  const { document, operations } = await documented()
  const bodies = operations.flatMap(({ operation: { requestBody } }) => Object.values(requestBody?.content ?? {}))
  expect(bodies.length).toBeGreaterThan(20)
  for (const { schema } of bodies) expect(Object.keys(schema)).toEqual(['$ref'])
  const types = [...JSON.stringify(document).matchAll(/"type":\[([^\]]+)\]/g)].map(([, list]) => list!.split(','))
  expect(types.length).toBeGreaterThan(0)
  for (const list of types) expect([list.length, list.at(-1)]).toEqual([2, '"null"'])
})

test('each kind of result has one schema', () => {
  const names = new Map(controls.map(({ result: [name, schema] }) => [name, JSON.stringify(toJSONSchema(schema()))]))
  for (const { result } of controls)
    expect(JSON.stringify(toJSONSchema(result[1]())), result[0]).toBe(names.get(result[0]))
})

test('?project=* means what each operation says: an answer for each, one for all, or an error', async () => {
  const { emulator, control, refusal } = setUp()
  for (const name of ['a', 'b']) emulator.project(name).clock.now()
  for (const { method, path, about } of controls) {
    if (method !== 'get' || path.includes(':')) continue
    const request = `GET ${path}?project=*`
    if (about === 'one') expect((await refusal(request)).code).toBe('one_project')
    else if (about === 'each') expect(Object.keys((await control(request)).projects as object)).toEqual(['a', 'b'])
    else expect(await control(request), path).not.toHaveProperty('projects.a.projects')
  }
  const bodies: Record<string, unknown> = {
    '/clock/advance': { by: '1s' },
    '/next': { scenario: 'hello' },
    '/faults': { http_error: 429 },
    '/verify': {},
    '/state': { threads: [{ id: 'thread_1' }] },
  }
  for (const { method, path, about } of controls) {
    if (method !== 'post' || !(path in bodies)) continue
    const request = `POST ${path}?project=*`
    if (about === 'one') expect((await refusal(request, bodies[path])).code).toBe('one_project')
    else expect(Object.keys((await control(request, bodies[path])).projects as object)).toEqual(['a', 'b'])
  }
})

test('every operation says what it does, and names its parameters', async () => {
  const { operations } = await documented()
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
  for (const { path, operation } of operations) {
    expect(operation.summary).toMatch(/\w.*\.$/)
    const named = operation.parameters.filter((each) => each.in === 'path').map(({ name }) => name)
    expect(named).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
    const { description, content } = operation.responses[200]
    expect(description).toMatch(/\w.*\.$/)
    expect(content).toHaveProperty(['application/json', 'schema'])
    expect(operation.responses).toHaveProperty('default.$ref', '#/components/responses/Error')
  }
})

test('the schemas of bodies are good schemas, and take what the routes take', async () => {
  const { document, operations } = await documented()
  const ajv = new Ajv2020({ strict: false })
  const schemas = new Map(
    operations.flatMap(({ method, path, operation: { requestBody } }) =>
      requestBody
        ? [
            [
              `${method} ${path}`,
              ajv.compile({ ...requestBody.content['application/json']!.schema, components: document.components }),
            ],
          ]
        : [],
    ),
  )
  const bodies: [string, unknown, unknown][] = [
    ['PUT /clock', { mode: 'manual' }, { mode: 'slow' }],
    ['PUT /seed', { seed: 7 }, {}],
    ['POST /clock/advance', { by: '1s' }, { by: true }],
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
