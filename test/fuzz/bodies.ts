import fc from 'fast-check'
import type { Schema, Schemas } from './schemas.ts'
import { ids } from './shots.ts'

export const oddText = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom('@long', '@nested') },
  {
    weight: 20,
    arbitrary: fc.constantFrom(
      ...['', ' ', '@wide', '@proto', '\u0000', '\ud800', '\u202e', '../../etc/passwd', '{{ thread.id }}', '%', '%zz'],
    ),
  },
  { weight: 20, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  {
    weight: 20,
    arbitrary: fc.constantFrom(
      ...['auto', 'none', 'required', 'gpt-4o', 'text', 'function', 'file_search', 'code_interpreter', 'user'],
    ),
  },
)

export const anyId = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: oddText })

const oddNumber = fc.constantFrom(
  0,
  -1,
  1,
  0.5,
  2,
  3,
  20,
  100,
  101,
  256,
  1e9,
  2 ** 31,
  2 ** 53,
  1e21,
  1e308,
  -0,
  5e-324,
)

const fields = [
  ...['model', 'instructions', 'name', 'description', 'tools', 'tool_resources', 'metadata', 'temperature', 'top_p'],
  ...['assistant_id', 'thread', 'messages', 'role', 'content', 'attachments', 'stream', 'tool_choice', 'type', 'text'],
  ...['response_format', 'truncation_strategy', 'max_prompt_tokens', 'max_completion_tokens', 'additional_messages'],
  ...[
    'additional_instructions',
    'parallel_tool_calls',
    'tool_outputs',
    'tool_call_id',
    'output',
    'file_id',
    'file_ids',
  ],
  ...['files', 'chunking_strategy', 'expires_after', 'query', 'filters', 'ranking_options', 'attributes', 'function'],
  ...['key', 'value', 'image_file', 'image_url', 'hasOwnProperty'],
]

const traps = ['@proto', '@proto', 'constructor', 'toString', 'length', '', '@wide']
const field = fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...fields) }, fc.constantFrom(...traps))

/** Any JSON, with a liking for the names that the API knows. */
export const oddValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    anyId,
    oddText,
    oddNumber,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(field, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value

export const oddBody = fc.oneof(fc.dictionary(field, oddValue, { maxKeys: 8, noNullPrototype: true }), oddValue)

/** Values as a schema says, in most of their parts. */
export class Shapes {
  readonly #known = new Map<string, fc.Arbitrary<unknown>>()
  readonly #schemas: Schemas

  constructor(schemas: Schemas) {
    this.#schemas = schemas
  }

  of(given: Schema, name = '', depth = 0): fc.Arbitrary<unknown> {
    const at = `${depth} ${name} ${given.$ref}`
    if (given.$ref && this.#known.has(at)) return this.#known.get(at)!
    const right = this.#fitting(this.#schemas.resolved(given), name, depth)
    const made = fc.oneof({ weight: 24, arbitrary: right }, { weight: 1, arbitrary: oddValue })
    if (given.$ref) this.#known.set(at, made)
    return made
  }

  #fitting(schema: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    if (depth > 7) return fc.constant(null)
    if (schema.enum) return fc.constantFrom(...schema.enum)
    if (schema.const !== undefined) return fc.constant(schema.const)
    const choices = schema.oneOf ?? schema.anyOf
    if (choices) return fc.oneof(...choices.map((choice) => this.of(choice, name, depth + 1)))
    const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
    if (schema.allOf || type === 'object') return this.#record(schema, depth)
    if (type === 'array') return fc.array(this.of(schema.items ?? {}, name, depth + 1), { maxLength: 3 })
    if (type === 'string') return /_ids?$/.test(name) ? anyId : oddText
    if (type === 'integer' || type === 'number') return oddNumber
    if (type === 'boolean') return fc.boolean()
    return oddValue
  }

  #record(schema: Schema, depth: number): fc.Arbitrary<unknown> {
    const parts = [schema, ...(schema.allOf ?? [])].map((part) => this.#schemas.resolved(part))
    const properties = Object.assign({}, ...parts.map((part) => part.properties ?? {})) as Record<string, Schema>
    if (Object.keys(properties).length === 0)
      return fc.dictionary(field, oddText, { maxKeys: 3, noNullPrototype: true })
    const model = Object.entries(properties).map(([key, part]) => [key, this.of(part, key, depth + 1)] as const)
    const requiredKeys = parts.flatMap((part) => part.required ?? []).filter((key) => key in properties)
    const right = fc.record(Object.fromEntries(model), { requiredKeys, noNullPrototype: true })
    const extra = fc.tuple(right, field, oddValue).map(([value, name, odd]) => ({ ...value, [name]: odd }))
    return fc.oneof({ weight: 20, arbitrary: right }, { weight: 1, arbitrary: extra })
  }
}
