/** A JSON schema, of any draft; what is not understood is left aside. */
export interface Schema {
  [keyword: string]: unknown
  type?: string | string[]
  enum?: unknown[]
  properties?: Record<string, AnySchema>
  required?: string[]
  items?: AnySchema | AnySchema[]
  prefixItems?: AnySchema[]
}

export type AnySchema = Schema | boolean | undefined

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a `$ref` within the schema points at; an empty schema where it points nowhere. */
export function referred(root: AnySchema, ref: string): Schema {
  const steps = decodeURIComponentSafely(ref.replace(/^#\/?/, '')).split('/').filter(Boolean)
  let at: unknown = root
  for (const step of steps) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Schema)[key] : undefined
  }
  return isSchema(at) ? at : {}
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What a keyword's value must be; one that is something else asks for nothing. */
const kinds: Partial<Record<string, (value: unknown) => boolean>> = {
  ...keywords(['enum', 'required', 'allOf', 'anyOf', 'oneOf', 'prefixItems', 'examples'], Array.isArray),
  ...keywords(['properties', 'patternProperties', 'dependencies', 'dependentRequired'], isSchema),
  ...keywords(
    ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', 'minContains'],
    isNumber,
  ),
  ...keywords(['minimum', 'maximum', 'multipleOf'], isNumber),
  ...keywords(['pattern', 'format', '$ref'], (value) => typeof value === 'string'),
  type: (value) => [value].flat().every((each) => typeof each === 'string'),
}

function keywords(names: string[], test: (value: unknown) => boolean) {
  return Object.fromEntries(names.map((name) => [name, test]))
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number'
}

/** One schema that asks for what both ask for. */
export function both(a: Schema, b: Schema): Schema {
  const merged: Schema = { ...a }
  for (const [keyword, value] of Object.entries(b)) {
    if (value === undefined || kinds[keyword]?.(value) === false) continue
    const before = Object.hasOwn(merged, keyword) ? merged[keyword] : undefined
    merged[keyword] = before === undefined ? value : (joins[keyword]?.(before, value) ?? value)
  }
  return merged
}

type Join = (a: unknown, b: unknown) => unknown
const numbers = (choose: (a: number, b: number) => number): Join => {
  return (a, b) => (typeof a === 'number' && typeof b === 'number' ? choose(a, b) : b)
}
const larger = numbers(Math.max)
const smaller = numbers(Math.min)
const either: Join = (a, b) => [...new Set([...(a as unknown[]), ...(b as unknown[])])]
const all: Join = (a, b) => [...(a as unknown[]), ...(b as unknown[])]
const common: Join = (a, b) => {
  const there = new Set((b as unknown[]).map((value) => JSON.stringify(value)))
  return (a as unknown[]).filter((value) => there.has(JSON.stringify(value)))
}
const eachProperty: Join = (a, b) => {
  const merged = { ...(a as Record<string, AnySchema>) }
  for (const [name, schema] of Object.entries(b as Record<string, AnySchema>)) {
    const before = Object.hasOwn(merged, name) ? merged[name] : undefined
    merged[name] = isSchema(before) && isSchema(schema) ? both(before, schema) : schema
  }
  return merged
}

const joins: Partial<Record<string, Join>> = {
  minimum: larger,
  exclusiveMinimum: larger,
  minLength: larger,
  minItems: larger,
  minProperties: larger,
  maximum: smaller,
  exclusiveMaximum: smaller,
  maxLength: smaller,
  maxItems: smaller,
  maxProperties: smaller,
  required: either,
  enum: common,
  allOf: all,
  anyOf: (a, b) => (a as AnySchema[]).flatMap((x) => (b as AnySchema[]).map((y) => ({ allOf: [x, y] }))),
  properties: eachProperty,
  patternProperties: eachProperty,
  items: (a, b) => (isSchema(a) && isSchema(b) ? both(a, b) : b),
  type: (a, b) => {
    const types = [b].flat() as string[]
    const kept = ([a].flat() as string[]).filter(
      (type) => types.includes(type) || (type === 'integer' && types.includes('number')),
    )
    return kept.length > 0 ? kept : b
  },
}
