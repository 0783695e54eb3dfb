import fc from 'fast-check'
import { oddText } from './bodies.ts'

/** What a header may be in process: bytes, but no line ends. */
export const latin = oddText.map((text) => text.replace(/[^\x20-\x7e\x80-\xff]/g, '?'))

const scenarios = [
  ...[
    'tool-call',
    'parallel-tool-calls',
    'file-search',
    'expires',
    'every-status',
    'code-interpreter',
    'no such',
    'slow',
  ],
]
const often = <T, U>(usual: T, odd: fc.Arbitrary<U>): fc.Arbitrary<T | U> =>
  fc.oneof({ weight: 20, arbitrary: fc.constant(usual) }, odd)

const client = fc.record(
  {
    'openai-beta': often(
      'assistants=v2',
      fc.oneof(fc.constantFrom('assistants=v1', 'assistants=v2, assistants=v1'), latin),
    ),
    authorization: often(
      'Bearer any',
      fc.oneof(fc.constantFrom('Basic OmE=', 'Bearer sk-emulator-b', 'Bearer @wide'), latin),
    ),
    'x-emulator-scenario': fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...scenarios) }, latin),
  },
  { requiredKeys: ['openai-beta', 'authorization'], noNullPrototype: true },
)

/** What only a proxy, an attacker or a mistake sends. */
const strange = fc.oneof(
  fc.record({ 'openai-project': fc.oneof(fc.constantFrom('__proto__', 'b', '*', '@wide'), latin) }),
  fc.record({ 'content-length': fc.constantFrom('-5', '0', '1', 'NaN', '99999999999', '1, 2') }),
  fc.record({ origin: fc.constantFrom('http://evil.example', 'null', 'http://localhost:3000', '%') }),
  fc.record({
    'idempotency-key': latin,
    accept: latin,
    cookie: fc.constant('@long'),
    'x-stainless-custom-poll-interval': latin,
  }),
)

/** Mostly as a client sends them. */
export const headers: fc.Arbitrary<Record<string, string>> = fc
  .tuple(client, often({}, strange))
  .map((both) => Object.assign({}, ...both) as Record<string, string>)

export const contentType = fc.oneof(
  { weight: 30, arbitrary: fc.constant('application/json') },
  fc.constantFrom(
    'text/plain',
    'APPLICATION/JSON;charset=utf-16',
    'multipart/form-data',
    'multipart/form-data; boundary=',
    `multipart/form-data; boundary=${'x'.repeat(80)}`,
    'application/json; charset=x',
    'application/x-www-form-urlencoded',
    '',
  ),
  latin,
)
