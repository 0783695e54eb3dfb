import type { Faker } from './faker.ts'
import { inventArray } from './array.ts'
import { inventNumber } from './number.ts'
import { inventObject } from './object.ts'
import { ending, resolve, spent, type Where } from './resolve.ts'
import { type AnySchema, isSchema, type Schema } from './schema.ts'
import { inventText } from './text.ts'
import { wordFor } from './words.ts'

/**
 * A value that fits a JSON schema: `const`, `enum`, `default` and `examples` first, then `type` with its limits, required and optional
 * properties, `$ref` within the schema, `anyOf`, `oneOf`, `allOf` and `if`. What refers to itself is filled in once, then ended.
 */
export function inventJson(schema: AnySchema, faker: Faker): unknown {
  return inventValue(schema, {
    faker,
    root: schema,
    name: '',
    depth: 0,
    refs: [],
    made: { count: 0 },
    invent: inventValue,
  })
}

/** A value for a part of a schema. */
function inventValue(given: AnySchema, from: Where): unknown {
  from.made.count++
  if (given === false || spent(from)) return null
  if (!isSchema(given)) return wordFor(from.name, from.faker)
  const { schema, where } = resolve(given, from)
  if ('const' in schema) return schema.const
  const { faker } = where
  const choices = (schema.enum ?? []).filter((each) => isOfType(each, schema.type))
  if (choices.length > 0) return faker.helpers.arrayElement(choices)
  if ('default' in schema && isOfType(schema.default, schema.type)) return schema.default
  const examples = Array.isArray(schema.examples) ? schema.examples.filter((each) => isOfType(each, schema.type)) : []
  if (examples.length > 0) return examples[0]
  switch (typeOf(schema, where)) {
    case 'object':
      return inventObject(schema, where)
    case 'array':
      return inventArray(schema, where)
    case 'integer':
      return inventNumber(schema, where.name, faker, true)
    case 'number':
      return inventNumber(schema, where.name, faker, false)
    case 'boolean':
      return faker.datatype.boolean()
    case 'null':
      return null
    default:
      return inventText(schema, where.name, faker)
  }
}

function isOfType(given: unknown, type: Schema['type']): boolean {
  if (type === undefined) return true
  const own = given === null ? 'null' : Array.isArray(given) ? 'array' : typeof given
  return [type].flat().some((each) => each === own || (each === 'integer' && Number.isInteger(given)))
}

function typeOf(schema: Schema, where: Where): string {
  const types = [schema.type ?? []].flat()
  if (types.length > 0)
    return ending(where) && types.includes('null') ? 'null' : (types.find((each) => each !== 'null') ?? 'null')
  const says = (...keywords: string[]) => keywords.some((keyword) => schema[keyword] !== undefined)
  if (says('properties', 'required', 'additionalProperties', 'patternProperties', 'propertyNames', 'minProperties'))
    return 'object'
  if (says('items', 'prefixItems', 'minItems', 'contains', 'uniqueItems')) return 'array'
  if (says('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf')) return 'number'
  return 'string'
}
