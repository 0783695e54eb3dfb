import fc from 'fast-check'
import { operations } from '../../src/http/app.ts'
import { controls } from '../../src/http/control/index.ts'
import { anyId, oddBody, oddText, oddValue, shaped, stand } from './bodies.ts'
import { bodySchema } from './schemas.ts'

/** One request, as it is printed when it is the culprit. `@words` stand for what `world.ts` knows. */
export interface Shot {
  method: string
  path: string
  headers: Record<string, string>
  body: string | undefined
}

const idOf: Record<string, string> = {
  ...{ assistant: '@asst', thread: '@thread', message: '@msg', run: '@run', step: '@step' },
  ...{ file: '@file', store: '@vs', batch: '@vsfb', model: 'gpt-4o' },
  ...{ gate: 'g', name: 'tool-call' },
}

const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc
      .array(
        fc.tuple(
          fc.constantFrom(
            'limit',
            'order',
            'after',
            'before',
            'run_id',
            'include[]',
            'filter',
            'purpose',
            '@proto',
            '',
          ),
          fc.oneof(anyId, oddText, fc.constantFrom('asc', 'desc', '0', '1', '100', '-1', '1e9', 'NaN', 'completed')),
        ),
        { maxLength: 4 },
      )
      .map((pairs) => `?${pairs.map(([name, value]) => `${name}=${uri(value)}`).join('&')}`),
  },
)

const latin = oddText.map((text) => text.replace(/[^\x20-\x7e]/g, '?'))
const scenarios = [
  'tool-call',
  'parallel-tool-calls',
  'file-search',
  'expires',
  'every-status',
  'code-interpreter',
  'no such',
]

const headers = fc.record(
  {
    'openai-beta': fc.oneof(
      { weight: 20, arbitrary: fc.constant('assistants=v2') },
      fc.constant('assistants=v1'),
      latin,
    ),
    authorization: fc.oneof({ weight: 20, arbitrary: fc.constant('Bearer any') }, fc.constant('Basic OmE='), latin),
    'x-emulator-scenario': fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...scenarios) }, latin),
    'openai-project': fc.oneof({ weight: 9, arbitrary: fc.constant('') }, fc.constantFrom('__proto__', 'b'), latin),
    'idempotency-key': latin,
  },
  { requiredKeys: ['openai-beta', 'authorization'], noNullPrototype: true },
)

const contentType = fc.oneof(
  { weight: 30, arbitrary: fc.constant('application/json') },
  fc.constantFrom(
    'text/plain',
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'application/json; charset=x',
    '',
  ),
  latin,
)

const form = fc
  .tuple(
    fc.array(
      fc.record({
        name: fc.oneof({ weight: 6, arbitrary: fc.constantFrom('file', 'purpose', 'expires_after[anchor]') }, latin),
        filename: fc.option(fc.oneof(fc.constantFrom('a.txt', '../../a', '"', '@proto', 'a.png'), latin)),
        value: fc.oneof(fc.constantFrom('assistants', 'vision', 'batch', 'user_data'), oddText),
      }),
      { maxLength: 4 },
    ),
    fc.option(fc.nat(300)),
  )
  .map(([parts, end]) => {
    const text = parts.map(
      ({ name, filename, value }) =>
        `--b\r\ncontent-disposition: form-data; name="${name}"${filename === null ? '' : `; filename="${filename}"`}\r\n\r\n${value}\r\n`,
    )
    return { type: 'multipart/form-data; boundary=b', text: `${text.join('')}--b--\r\n`.slice(0, end ?? undefined) }
  })

const operation = fc.constantFrom(...operations)

const emulated: fc.Arbitrary<Shot> = operation.chain(({ method, path }) => {
  const schema = bodySchema(method, path)
  const json = schema
    ? fc.oneof({ weight: 6, arbitrary: shaped(schema) }, { weight: 1, arbitrary: oddBody })
    : fc.oneof(oddBody, oddValue)
  const text = json.map((value) => JSON.stringify(value))
  const typed = (arbitrary: fc.Arbitrary<string>) => fc.record({ type: contentType, text: arbitrary })
  const body = fc.oneof(
    { weight: path === '/files' ? 2 : 12, arbitrary: typed(text) },
    { weight: 1, arbitrary: typed(fc.tuple(text, fc.nat(40)).map(([whole, end]) => whole.slice(0, end))) },
    { weight: 1, arbitrary: typed(oddText) },
    { weight: path === '/files' ? 12 : 1, arbitrary: form },
  )
  return fc
    .record({
      method: fc.oneof(
        { weight: 30, arbitrary: fc.constant(method.toUpperCase()) },
        fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
      ),
      path: filled(path),
      query,
      headers,
      body: fc.option(body, { nil: undefined, freq: method === 'post' ? 12 : 1 }),
    })
    .map(({ method, path, query, headers, body }) => ({
      method,
      path: path + query,
      headers: { ...headers, ...(body?.type && { 'content-type': body.type }) },
      body: method === 'GET' || method === 'HEAD' ? undefined : body?.text,
    }))
})

/** Bodies that controls take; none changes the clock's mode or asks for an error, which would be scripted. */
const controlBody = fc.constantFrom<unknown[]>(
  ...[{ by: '5m' }, { until: { run: '@run' } }, { status: 'failed' }, { scenario: 'expires' }, { name: 'tool-call' }],
  ...[
    { seed: 1 },
    { runs: [{ model: 'gpt-4o' }] },
    { requests: [{ method: 'POST' }] },
    { script: [{ message: 'Hi' }] },
  ],
)

const control: fc.Arbitrary<Shot> = fc
  .constantFrom(...controls)
  .chain(({ method, path }) =>
    fc.record({
      method: fc.constant(method.toUpperCase()),
      path: fc.tuple(filled(`/_emulator${path}`), query).map((parts) => parts.join('')),
      headers: fc.constant({}),
      body: fc.oneof(
        fc.oneof(controlBody, oddBody).map((value) => JSON.stringify(value)),
        oddText,
      ),
    }),
  )
  .map((shot) => (shot.method === 'GET' ? { ...shot, body: undefined } : shot))

/** Requests to every operation: some as they should be, most with something wrong. */
export const shot = fc.oneof({ weight: 12, arbitrary: emulated }, { weight: 1, arbitrary: control })

function filled(path: string): fc.Arbitrary<string> {
  const parts = path.split('/').map((part) => {
    if (!part.startsWith(':')) return fc.constant(part)
    const id = fc.oneof(oddText, fc.constantFrom(...stand.ids)).map(uri)
    return fc.oneof({ weight: 12, arbitrary: fc.constant(idOf[part.slice(1)]!) }, { weight: 1, arbitrary: id })
  })
  return fc.tuple(...parts).map((filled) => filled.join('/'))
}

/** As a careful client would write it, but for what no client could, and for what `world.ts` replaces. */
function uri(text: string): string {
  return text.startsWith('@') || text.startsWith('%') ? text : encodeURIComponent(Buffer.from(text).toString())
}
