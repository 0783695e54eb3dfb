import fc from 'fast-check'
import { operations } from '../../src/http/app.ts'
import { oddBody, oddText, oddValue, Shapes } from './bodies.ts'
import { form } from './forms.ts'
import { contentType, headers } from './headers.ts'
import { mangled } from './mangled.ts'
import { filled } from './paths.ts'
import { api } from './schemas.ts'
import type { Shot } from './shots.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'QUERY']
const shapes = new Shapes(api)

/** A request to an operation of the emulated API: some as they should be, most with something wrong. */
export const emulated: fc.Arbitrary<Shot> = fc.constantFrom(...operations).chain(({ method, path }) => {
  const schema = api.body(method, path)
  const json = schema
    ? fc.oneof({ weight: 6, arbitrary: shapes.of(schema) }, { weight: 1, arbitrary: oddBody })
    : fc.oneof(oddBody, oddValue)
  const text = json.map((value) => JSON.stringify(value))
  const typed = (arbitrary: fc.Arbitrary<string>) => fc.record({ type: contentType, text: arbitrary })
  const takesForms = path === '/files'
  const body = fc.oneof(
    { weight: takesForms ? 2 : 12, arbitrary: typed(text) },
    { weight: 1, arbitrary: typed(mangled(text)) },
    { weight: 1, arbitrary: typed(oddText) },
    { weight: takesForms ? 12 : 1, arbitrary: form },
  )
  return fc
    .record({
      method: fc.oneof({ weight: 30, arbitrary: fc.constant(method.toUpperCase()) }, fc.constantFrom(...methods)),
      path: filled(path),
      headers,
      body: fc.option(body, { nil: undefined, freq: method === 'post' ? 12 : 1 }),
    })
    .map(({ method, path, headers, body }) => ({
      method,
      path,
      headers: { ...headers, ...(body?.type && { 'content-type': body.type }) },
      body: method === 'GET' || method === 'HEAD' ? undefined : body?.text,
    }))
})
