import type { Faker } from '@faker-js/faker'
import { wordFor } from './words.ts'

type Schema = Record<string, unknown> | boolean | undefined

const deepest = 8

/**
 * A value that fits a JSON schema: `const`, `enum`, `default` and `examples` first, then `type` with its limits, required and
 * optional properties, `$ref` within the schema, `anyOf`, `oneOf` and `allOf`. Beyond a depth only what is required is filled in.
 */
export function inventJson(schema: Schema, faker: Faker): unknown {
  return value(schema, { faker, root: schema, name: '', depth: 0 })
}

interface Where {
  faker: Faker
  root: Schema
  /** The property's name: a hint at what a text should be. */
  name: string
  depth: number
}

function value(given: Schema, where: Where): unknown {
  if (typeof given !== 'object' || given === null) return wordFor(where.name, where.faker)
  const schema = resolve(given, where)
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return where.faker.helpers.arrayElement(schema.enum)
  if ('default' in schema) return schema.default
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0]
  switch (typeOf(schema, where)) {
    case 'object':
      return object(schema, where)
    case 'array':
      return array(schema, where)
    case 'integer':
      return number(schema, where, true)
    case 'number':
      return number(schema, where, false)
    case 'boolean':
      return where.faker.datatype.boolean()
    case 'null':
      return null
    default:
      return text(schema, where)
  }
}

/** Follows `$ref`, merges `allOf`, picks one of `anyOf` or `oneOf` (`null` only where there is no choice, or where it would never end). */
function resolve(schema: Record<string, unknown>, where: Where, hops = 0): Record<string, unknown> {
  if (hops > 20) return {}
  if (typeof schema.$ref === 'string') {
    const { $ref, ...rest } = schema
    return resolve({ ...pointer(where.root, $ref as string), ...rest }, where, hops + 1)
  }
  if (Array.isArray(schema.allOf)) {
    const { allOf, ...rest } = schema
    return (allOf as Record<string, unknown>[]).map((each) => resolve(each, where, hops + 1)).reduce(merge, rest)
  }
  const choices = (schema.anyOf ?? schema.oneOf) as Record<string, unknown>[] | undefined
  if (Array.isArray(choices) && choices.length > 0) {
    const { anyOf: _, oneOf: __, ...rest } = schema
    const isNull = ({ type }: Record<string, unknown>) => type === 'null'
    const endless = where.depth >= deepest ? choices.find(isNull) : undefined
    const choice = endless ?? choices.find((each) => !isNull(each)) ?? choices[0]!
    return merge(rest, resolve(choice, where, hops + 1))
  }
  return schema
}

function merge(a: Record<string, unknown>, b: Record<string, unknown>): Record<string, unknown> {
  return {
    ...a,
    ...b,
    ...(a.properties && b.properties
      ? { properties: { ...(a.properties as object), ...(b.properties as object) } }
      : {}),
    ...(a.required && b.required ? { required: [...(a.required as string[]), ...(b.required as string[])] } : {}),
  }
}

function pointer(root: Schema, ref: string): Record<string, unknown> {
  const found = ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .reduce<unknown>(
      (at, key) => (at as Record<string, unknown> | undefined)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
      root,
    )
  return (found as Record<string, unknown>) ?? {}
}

function typeOf(schema: Record<string, unknown>, { depth }: Where): string {
  const { type } = schema
  if (Array.isArray(type))
    return type.find((each) => each !== 'null' && (depth < deepest || each === 'string')) ?? 'null'
  if (typeof type === 'string') return type
  if (schema.properties || schema.required || schema.additionalProperties) return 'object'
  if (schema.items || schema.prefixItems) return 'array'
  if (schema.minimum !== undefined || schema.maximum !== undefined) return 'number'
  return 'string'
}

function object(schema: Record<string, unknown>, where: Where): Record<string, unknown> {
  const properties = (schema.properties ?? {}) as Record<string, Schema>
  const required = new Set((schema.required ?? []) as string[])
  const names = [...new Set([...Object.keys(properties), ...required])].filter(
    (name) => where.depth < deepest || required.has(name),
  )
  return Object.fromEntries(
    names.map((name) => [name, value(properties[name], { ...where, name, depth: where.depth + 1 })]),
  )
}

function array(schema: Record<string, unknown>, where: Where): unknown[] {
  const first = ((schema.prefixItems ?? []) as Schema[]).map((item) =>
    value(item, { ...where, depth: where.depth + 1 }),
  )
  const least = Math.max((schema.minItems as number) ?? 1, first.length)
  const length = Math.min(
    where.depth < deepest ? least : ((schema.minItems as number) ?? 0),
    (schema.maxItems as number) ?? Infinity,
  )
  const rest = Array.from({ length: Math.max(0, length - first.length) }, () =>
    value(schema.items as Schema, { ...where, depth: where.depth + 1 }),
  )
  return schema.items === false
    ? first
    : [
        ...first,
        ...unique(rest, schema.uniqueItems === true, () =>
          value(schema.items as Schema, { ...where, depth: where.depth + 1 }),
        ),
      ]
}

function unique(items: unknown[], wanted: boolean, again: () => unknown): unknown[] {
  if (!wanted) return items
  const seen = new Map(items.map((item) => [JSON.stringify(item), item]))
  for (let tries = 0; seen.size < items.length && tries < 100; tries++) {
    const item = again()
    seen.set(JSON.stringify(item), item)
  }
  return [...seen.values()]
}

function number(schema: Record<string, unknown>, { faker }: Where, whole: boolean): number {
  const step = (schema.multipleOf as number) ?? (whole ? 1 : 0)
  const gap = step || 0.01
  const above = schema.exclusiveMinimum as number | undefined
  const below = schema.exclusiveMaximum as number | undefined
  const min = Math.max((schema.minimum as number) ?? -Infinity, above === undefined ? -Infinity : above + gap)
  const max = Math.min((schema.maximum as number) ?? Infinity, below === undefined ? Infinity : below - gap)
  const low = Number.isFinite(min) ? min : Number.isFinite(max) ? Math.min(max, 1) : 1
  const high = Number.isFinite(max) ? max : Math.max(low, 0) + 100
  if (step)
    return (
      faker.number.int({ min: Math.ceil(low / step), max: Math.max(Math.ceil(low / step), Math.floor(high / step)) }) *
      step
    )
  return faker.number.float({ min: low, max: Math.max(low, high), fractionDigits: 2 })
}

function text(schema: Record<string, unknown>, { faker, name }: Where): string {
  const format = formats[schema.format as string]
  if (format) return format(faker)
  if (typeof schema.pattern === 'string') return faker.helpers.fromRegExp(schema.pattern.replace(/^\^|\$$/g, ''))
  const invented = wordFor(name, faker)
  const least = (schema.minLength as number) ?? 0
  const most = (schema.maxLength as number) ?? Infinity
  return (invented.length < least ? invented + faker.string.alpha(least - invented.length) : invented).slice(0, most)
}

const formats: Record<string, (faker: Faker) => string> = {
  date: (faker) => faker.date.soon().toISOString().slice(0, 10),
  'date-time': (faker) => faker.date.soon().toISOString(),
  time: (faker) => faker.date.soon().toISOString().slice(11, 19) + 'Z',
  duration: (faker) => `P${faker.number.int({ min: 1, max: 9 })}D`,
  email: (faker) => faker.internet.email(),
  hostname: (faker) => faker.internet.domainName(),
  ipv4: (faker) => faker.internet.ipv4(),
  ipv6: (faker) => faker.internet.ipv6(),
  uri: (faker) => faker.internet.url(),
  url: (faker) => faker.internet.url(),
  uuid: (faker) => faker.string.uuid(),
}
