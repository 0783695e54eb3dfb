import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seeded } from '../../../src/scenario/invent/faker.ts'
import { inventJson } from '../../../src/scenario/invent/json.ts'

type Schema = Record<string, unknown>

const options = { strict: false, allErrors: true, logger: false } as const
const ajv = (addFormats as unknown as (ajv: Ajv2020) => Ajv2020)(new Ajv2020(options))
const older = (addFormats as unknown as (ajv: Ajv) => Ajv)(new Ajv(options))

/** Invents under several seeds, and asks a validator each time. */
function mustFit(schema: Schema, seeds = 20): unknown[] {
  const isOld = JSON.stringify(schema).includes('"definitions"') || Array.isArray(schema.items)
  const validate = (isOld ? older : ajv).compile(schema)
  return Array.from({ length: seeds }, (_, seed) => {
    const value = inventJson(schema, seeded(seed))
    // It goes over the wire as text.
    const sent: unknown = JSON.parse(JSON.stringify(value))
    if (!validate(sent)) throw new Error(`seed ${seed}: ${JSON.stringify(sent)} ${ajv.errorsText(validate.errors)}`)
    return sent
  })
}

const object = (properties: Schema, more: Schema = {}): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
})

/** As functions and answers are described in the wild: by hand, by zod, by pydantic, for strict mode. */
const schemas: Record<string, Schema> = {
  nothing: {},
  'any object': { type: 'object' },
  'an object without properties': { type: 'object', properties: {}, additionalProperties: false },
  weather: object({ location: { type: 'string', description: 'City' }, unit: { type: 'string', enum: ['c', 'f'] } }),
  'nullable in two ways': object({
    a: { type: ['string', 'null'] },
    b: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
  }),
  'only null': object({ nothing: { type: 'null' } }),
  'constants of all kinds': object({
    a: { const: 'x' },
    b: { const: null },
    c: { const: { d: [1] } },
    e: { const: 0 },
  }),
  'enumerations of all kinds': object({ a: { enum: [1, 'x', null, true] }, b: { type: 'integer', enum: ['x', 7] } }),
  'defaults and examples': object({
    a: { type: 'string', default: 'd' },
    b: { type: 'string', default: null, maxLength: 9 },
    c: { type: 'integer', examples: ['wrong', 4] },
  }),
  'whole numbers': object({
    a: { type: 'integer' },
    b: { type: 'integer', minimum: 5, maximum: 5 },
    c: { type: 'integer', exclusiveMinimum: 5, exclusiveMaximum: 7 },
    d: { type: 'integer', minimum: 0.5, maximum: 1.5 },
    e: { type: 'integer', minimum: -10, maximum: -3 },
    f: { type: 'integer', maximum: -1000 },
    g: { type: 'integer', minimum: 1e12 },
    h: { type: 'integer', minimum: -9e15, maximum: 9e15 },
    i: { type: 'integer', multipleOf: 7, minimum: 8, maximum: 20 },
    j: { type: 'integer', minimum: 1e300 },
  }),
  numbers: object({
    a: { type: 'number' },
    b: { type: 'number', minimum: 0, maximum: 1 },
    c: { type: 'number', minimum: 0.001, maximum: 0.002 },
    d: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.01 },
    e: { type: 'number', multipleOf: 0.1, minimum: 0, maximum: 3 },
    f: { type: 'number', multipleOf: 0.01, minimum: 1, maximum: 2 },
    g: { type: 'number', maximum: -5.5 },
    h: { type: 'number', minimum: -1e308, maximum: 1e308 },
    i: { minimum: 3, maximum: 4 },
  }),
  'numbers that names suggest': object({
    latitude: { type: 'number' },
    year: { type: 'integer' },
    age: { type: 'integer', minimum: 95 },
    count: { type: 'integer', maximum: 0 },
  }),
  lengths: object({
    a: { type: 'string', minLength: 30 },
    b: { type: 'string', maxLength: 2 },
    c: { type: 'string', minLength: 4, maxLength: 4 },
    email: { type: 'string', maxLength: 3 },
    e: { type: 'string', maxLength: 0 },
  }),
  patterns: object({
    a: { type: 'string', pattern: '^[A-Z]{3}-\\d{4}$' },
    b: { type: 'string', pattern: '^(foo|bar)+$' },
    c: { type: 'string', pattern: '^\\+?[1-9]\\d{1,14}$' },
    d: { type: 'string', pattern: '^[^abc\\s]{5}$' },
    e: { type: 'string', pattern: 'needle' },
    f: { type: 'string', pattern: '^(?<year>\\d{4})-(0[1-9]|1[0-2])$' },
    g: { type: 'string', pattern: '^\\p{L}+$' },
    h: { type: 'string', pattern: '^(a|b)\\1$' },
    i: { type: 'string', pattern: '^\\w+@\\w+\\.(com|org)$' },
    j: { type: 'string', pattern: '^.{3,5}$', minLength: 5 },
    k: { type: 'string', pattern: '^[a-z]*$', minLength: 12, maxLength: 12 },
    l: { type: 'string', pattern: '^#(?:[0-9a-fA-F]{3}){1,2}$' },
    m: { type: 'string', pattern: '^\\S+\\s\\S+$' },
    n: { type: 'string', pattern: '^[\\u4e00-\\u4e05]$' },
    o: { type: 'string', pattern: '' },
  }),
  formats: object(
    Object.fromEntries(
      [
        'date',
        'date-time',
        'time',
        'duration',
        'email',
        'hostname',
        'ipv4',
        'ipv6',
        'uri',
        'uri-reference',
        'uuid',
        'json-pointer',
        'regex',
        'byte',
        'made-up',
      ].map((format) => [format.replace('-', '_'), { type: 'string', format }]),
    ),
  ),
  arrays: object({
    a: { type: 'array', items: { type: 'string' } },
    b: { type: 'array', items: { type: 'integer' }, minItems: 3, maxItems: 3 },
    c: { type: 'array', maxItems: 0 },
    d: { type: 'array' },
    e: { type: 'array', items: { enum: ['x', 'y', 'z'] }, uniqueItems: true, minItems: 3 },
    f: { type: 'array', items: { type: 'boolean' }, uniqueItems: true, minItems: 2 },
    g: { type: 'array', contains: { const: 7 }, items: { type: 'integer' }, minItems: 3 },
    h: { type: 'array', contains: { type: 'string' }, minContains: 2 },
    i: { items: { type: 'string' }, minItems: 1 },
  }),
  tuples: object({
    a: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
    b: { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'integer' }, minItems: 4 },
    c: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], maxItems: 1 },
  }),
  'tuples of old': {
    type: 'array',
    items: [{ type: 'string' }, { type: 'integer' }],
    additionalItems: false,
    minItems: 2,
  },
  'limits of old': { definitions: {}, type: 'integer', minimum: 4, exclusiveMinimum: 4, maximum: 6 },
  mappings: object({
    a: { type: 'object', additionalProperties: { type: 'number' } },
    b: { type: 'object', additionalProperties: { type: 'integer' }, minProperties: 3 },
    c: {
      type: 'object',
      patternProperties: { '^x_[a-z]{2}$': { type: 'integer' } },
      additionalProperties: false,
      minProperties: 2,
    },
    d: {
      type: 'object',
      propertyNames: { enum: ['one', 'two', 'three'] },
      additionalProperties: { type: 'boolean' },
      minProperties: 2,
    },
    e: { type: 'object', maxProperties: 1, properties: { x: { type: 'string' }, y: { type: 'string' } } },
    f: { type: 'object', properties: { s_a: { type: 'string' } }, patternProperties: { '^s_': { minLength: 20 } } },
    g: { type: 'object', required: ['not_declared'], additionalProperties: { type: 'integer' } },
  }),
  'what depends on what': {
    type: 'object',
    properties: { card: { type: 'string' }, billing: { type: 'string' } },
    required: ['card'],
    dependentRequired: { card: ['billing'], billing: ['total'] },
  },
  references: {
    $defs: {
      money: object({ amount: { type: 'number', minimum: 0 }, currency: { $ref: '#/$defs/code' } }),
      code: { type: 'string', pattern: '^[A-Z]{3}$' },
    },
    ...object({ price: { $ref: '#/$defs/money' }, total: { $ref: '#/$defs/money', description: 'with a sibling' } }),
  },
  'references of old': {
    definitions: { a: { $ref: '#/definitions/b' }, b: { type: 'integer' } },
    ...object({ x: { $ref: '#/definitions/a' } }),
  },
  'a reference with odd letters': {
    $defs: { 'a/b ~c%': { const: 3 } },
    ...object({ x: { $ref: '#/$defs/a~1b ~0c%25' } }),
  },
  'everything at once': {
    allOf: [
      object({ a: { type: 'string' } }, { additionalProperties: true }),
      { properties: { b: { type: 'integer', minimum: 3 } }, required: ['b'] },
      { properties: { b: { maximum: 3 } } },
    ],
  },
  'names that are only required, in two places': { type: 'object', allOf: [{ required: ['x'] }, { required: ['y'] }] },
  'one of several': object({
    shape: {
      oneOf: [
        object({ kind: { const: 'circle' }, radius: { type: 'number' } }),
        object({ kind: { const: 'square' }, side: { type: 'number' } }),
      ],
    },
  }),
  'choices within choices': {
    anyOf: [{ oneOf: [{ type: 'string', enum: ['a'] }, { type: 'integer' }] }, { type: 'null' }],
  },
  'a condition': {
    type: 'object',
    properties: { country: { enum: ['US', 'NL'] } },
    required: ['country'],
    if: { properties: { country: { const: 'US' } } },
    then: { properties: { zip: { type: 'string', pattern: '^\\d{5}$' } }, required: ['zip'] },
    else: { properties: { zip: { type: 'string', pattern: '^\\d{4}[A-Z]{2}$' } }, required: ['zip'] },
  },
  'true and false': { type: 'object', properties: { any: true, never: false }, required: ['any'] },
  'a list that ends in null': {
    $defs: {
      node: object({ value: { type: 'integer' }, next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } }),
    },
    $ref: '#/$defs/node',
  },
  'a list that ends in null, the other way': object({
    next: { type: ['object', 'null'], properties: { next: { $ref: '#' } } },
  }),
  'a tree': {
    $defs: { node: object({ name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/node' } } }) },
    $ref: '#/$defs/node',
  },
  'an expression': {
    $defs: {
      expression: {
        anyOf: [
          object({ op: { const: '+' }, left: { $ref: '#/$defs/expression' }, right: { $ref: '#/$defs/expression' } }),
          { type: 'number' },
        ],
      },
    },
    ...object({ root: { $ref: '#/$defs/expression' } }),
  },
  'names that objects have': object({
    constructor: { type: 'string' },
    toString: { type: 'integer' },
    hasOwnProperty: { const: 1 },
  }),
}

describe('an invented value fits its schema', () => {
  it.each(Object.entries(schemas))('%s', (_, schema) => {
    mustFit(schema)
  })

  const leaf: fc.Arbitrary<Schema> = fc.oneof(
    fc.record({ type: fc.constant('string'), minLength: fc.nat({ max: 12 }) }),
    fc.record({ type: fc.constant('string'), format: fc.constantFrom('email', 'uri', 'date-time', 'uuid') }),
    fc.record({ type: fc.constant('string'), pattern: fc.constantFrom('^a+$', '^[0-9]{2,4}$', '^(x|yz)*q$', 'abc') }),
    fc
      .tuple(fc.integer({ min: -50, max: 50 }), fc.nat({ max: 40 }))
      .map(([minimum, more]) => ({ type: 'integer', minimum, maximum: minimum + more })),
    fc
      .tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true }))
      .map(([minimum, more]) => ({ type: 'number', minimum, maximum: minimum + more })),
    fc.constantFrom({ type: 'boolean' }, { type: 'null' }, { type: ['integer', 'null'] }, { const: 'x' }, {}),
    fc
      .uniqueArray(fc.jsonValue({ maxDepth: 1 }), { minLength: 1, maxLength: 4, selector: (v) => JSON.stringify(v) })
      .map((list) => ({ enum: list })),
  )
  const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .tuple(
          fc.dictionary(fc.constantFrom('name', 'email', 'age', 'x', '__x', 'constructor'), tie('schema'), {
            maxKeys: 4,
            noNullPrototype: true,
          }),
          fc.boolean(),
        )
        .map(([properties, closed]) => ({
          type: 'object',
          properties,
          required: Object.keys(properties).slice(0, 2),
          ...(closed && { additionalProperties: false }),
        })),
      fc
        .tuple(tie('schema'), fc.nat({ max: 3 }), fc.nat({ max: 3 }))
        .map(([items, minItems, more]) => ({ type: 'array', items, minItems, maxItems: minItems + more })),
      fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
      tie('schema').map((inner) => ({ $defs: { inner }, allOf: [inner] })),
    ),
  }))

  it('whatever the schema', () => {
    fc.assert(
      fc.property(schema, (each) => void mustFit(each, 2)),
      { numRuns: 300, seed: 1 },
    )
  })
})

describe('an impossible or hostile schema', () => {
  it.each<[string, Schema]>([
    ['refers to itself and nothing else', { $ref: '#' }],
    ['never ends', object({ next: { $ref: '#' } })],
    ['branches without end', object({ a: { $ref: '#' }, b: { $ref: '#' }, c: { $ref: '#' }, d: { $ref: '#' } })],
    ['combines itself', { allOf: [{ $ref: '#' }, { $ref: '#' }] }],
    ['chooses itself', { anyOf: [{ $ref: '#' }] }],
    [
      'refers to nowhere',
      object({ a: { $ref: '#/$defs/none' }, b: { $ref: 'https://x.test/schema' }, c: { $ref: '#/%E0%A4%A' } }),
    ],
    ['wants a billion letters', { type: 'string', minLength: 1e9 }],
    ['wants a billion items', { type: 'array', minItems: 1e9 }],
    ['wants a billion properties', { type: 'object', minProperties: 1e9 }],
    [
      'has a pattern of a billion letters',
      { type: 'string', pattern: '^(a{1000}){1000}{1000}$|(((a{999}){999}){999}){999}' },
    ],
    ['has a pattern that is none', { type: 'string', pattern: '(' }],
    ['has a pattern that backtracks', { type: 'string', pattern: '^(a+)+$', minLength: 40 }],
    ['has limits that cross', { type: 'integer', minimum: 5, maximum: 3 }],
    ['has a step of nothing', { type: 'number', multipleOf: 0 }],
    ['names a method as its format', { type: 'string', format: 'constructor' }],
    [
      'is made of wrong types',
      { type: 5, properties: 5, required: 'x', items: 5, enum: 'abc', allOf: 3, anyOf: {}, examples: 'x' },
    ],
    [
      'has wrong limits',
      object({
        a: { type: 'string', minLength: 'x' },
        b: { type: 'integer', minimum: 'x' },
        c: { type: 'array', minItems: null },
      }),
    ],
    [
      'reaches for the prototype',
      JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}},"required":["__proto__"]}') as Schema,
    ],
  ])('that %s still gets some answer, soon', (_, schema) => {
    const text = JSON.stringify(inventJson(schema, seeded(1)) ?? null)
    expect(text.length).toBeLessThan(100_000)
    expect(({} as Record<string, unknown>).type).toBeUndefined()
  })
})

it('a schema that refers to itself is shown once, then ended', () => {
  const [list] = mustFit(schemas['a list that ends in null']!, 1) as [{ next: { next: null } }]
  expect(list.next).not.toBeNull()
  expect(list.next.next).toBeNull()
})

it('the same seed gives the same bytes, another seed others', () => {
  const schema = schemas.formats!
  const bytes = (seed: number) => JSON.stringify(inventJson(schema, seeded(seed)))
  const first = bytes(1)
  expect(bytes(2)).not.toBe(first)
  expect(bytes(1)).toBe(first)
})
