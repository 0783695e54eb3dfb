import type { Faker } from './faker.ts'
import { type AnySchema, both, isSchema, referred, type Schema } from './schema.ts'

/** Values in all; beyond, and deeper than this, only what is required is filled in. */
const most = 300
const deepest = 8

export interface Where {
  faker: Faker
  root: AnySchema
  /** The property's name: a hint at what its value should be. */
  name: string
  depth: number
  /** The references that led here. */
  refs: string[]
  made: { count: number }
  /** A value for a part of the schema, below it. */
  invent: (part: AnySchema, where: Where) => unknown
}

export const below = (where: Where, name = where.name): Where => ({ ...where, name, depth: where.depth + 1 })

/** Whether to come to an end: what need not be there is left out, and the simplest of several choices is taken. */
export function ending({ refs, depth, made }: Where): boolean {
  return depth >= deepest || made.count >= most || new Set(refs).size < refs.length
}

/** Whether a schema that cannot be satisfied has been tried for long enough. */
export function spent({ depth, made }: Where): boolean {
  return depth > 10 * deepest || made.count > 10 * most
}

/** Follows references and merges or chooses what is combined, until a plain schema is left. */
export function resolve(given: Schema, from: Where): { schema: Schema; where: Where } {
  let schema = both({}, given)
  let where = from
  const seen = new Set<string>()
  for (let hops = 0; hops < 100; hops++) {
    const { $ref, allOf, anyOf, oneOf, if: condition, then, else: _, ...rest } = schema
    if (typeof $ref === 'string') {
      // What is combined of itself says nothing more the second time.
      const target = seen.has($ref) ? {} : referred(where.root, $ref)
      seen.add($ref)
      where = { ...where, refs: [...where.refs, $ref] }
      schema = both(target, { ...schema, $ref: undefined })
    } else if (Array.isArray(allOf)) {
      schema = [...allOf.filter(isSchema)].reduce(both, { ...schema, allOf: undefined })
    } else if (Array.isArray(anyOf) && anyOf.length > 0) {
      schema = both({ ...schema, anyOf: undefined }, chosen(anyOf, where))
    } else if (Array.isArray(oneOf) && oneOf.length > 0) {
      schema = both({ ...schema, oneOf: undefined }, chosen(oneOf, where))
    } else if (isSchema(condition)) {
      schema = both(both(rest, condition), isSchema(then) ? then : {})
    } else return { schema, where }
  }
  return { schema: {}, where }
}

/** Of several choices the first that is not null; the simplest one where it is time to end. */
function chosen(choices: unknown[], where: Where): Schema {
  const schemas = choices.filter(isSchema)
  const choice = ending(where)
    ? schemas.toSorted((a, b) => effort(a) - effort(b))[0]
    : (schemas.find(({ type }) => type !== 'null') ?? schemas[0])
  return choice ?? {}
}

/** A guess at how much a schema asks for. */
function effort({ type, const: fixed, enum: choices, minItems, required, $ref }: Schema): number {
  if (type === 'null') return 0
  if (fixed !== undefined || choices) return 1
  if ($ref !== undefined) return 6
  if (type === 'array') return minItems ? 5 : 3
  if (type === 'object') return required && required.length > 0 ? 5 : 3
  return typeof type === 'string' ? 2 : 4
}
