import { below, ending, type Where } from './resolve.ts'
import { type AnySchema, both, isSchema, type Schema } from './schema.ts'

/** Whatever a schema asks for, an array has no more items than this. */
const longest = 1000

/** A tuple's items, then what it must contain, then as many others as it must have: one, if it need not be empty. */
export function inventArray(schema: Schema, where: Where): unknown[] {
  const { items, contains, minItems, maxItems } = schema
  const tuple = schema.prefixItems ?? (Array.isArray(items) ? items : [])
  const rest = (schema.prefixItems || !Array.isArray(items) ? items : schema.additionalItems) as AnySchema
  const most = Math.min((maxItems as number) ?? Infinity, longest, rest === false ? tuple.length : Infinity)
  const asked = (minItems as number) ?? (ending(where) || contains !== undefined ? 0 : 1)
  const list = tuple.slice(0, most).map((item) => where.invent(item, below(where)))
  if (contains !== undefined && list.length < most)
    for (let n = 0; n < ((schema.minContains as number) ?? 1); n++)
      list.push(where.invent(joined(contains, rest), below(where)))
  const seen = new Set(list.map((item) => JSON.stringify(item)))
  for (let tries = 0; list.length < Math.min(asked, most) && tries < 2 * longest; tries++) {
    const item = where.invent(rest, below(where))
    const key = JSON.stringify(item)
    if (schema.uniqueItems === true && seen.has(key)) continue
    seen.add(key)
    list.push(item)
  }
  return list
}

function joined(a: unknown, b: AnySchema): AnySchema {
  return isSchema(a) && isSchema(b) ? both(b, a) : isSchema(a) ? a : b
}
