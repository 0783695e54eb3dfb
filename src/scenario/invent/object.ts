import { below, ending, type Where } from './resolve.ts'
import { type AnySchema, both, isSchema, type Schema } from './schema.ts'

/** Whatever a schema asks for, an object has no more properties than this. */
const longest = 1000

/** Required properties, the others where there is room, and names of its own for a mapping that is open. */
export function inventObject(schema: Schema, where: Where): Record<string, unknown> {
  const { properties = {}, required = [], additionalProperties } = schema
  const patterns = Object.entries((schema.patternProperties ?? {}) as Record<string, AnySchema>)
  const depends = { ...(schema.dependencies as object), ...(schema.dependentRequired as object) } as Record<
    string,
    unknown
  >
  const filled = new Map<string, unknown>()
  const fill = (name: string) => {
    if (filled.has(name)) return
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined
    const fitting = patterns.filter(([pattern]) => matches(pattern, name)).map(([, each]) => each)
    const asked = [own, ...fitting].filter(isSchema)
    const other = own === undefined && fitting.length === 0 ? (additionalProperties as AnySchema) : own
    filled.set(name, undefined)
    filled.set(
      name,
      where.invent(asked.length > 0 ? asked.reduce(both) : other === false ? undefined : other, below(where, name)),
    )
    const also = Object.hasOwn(depends, name) ? depends[name] : []
    if (Array.isArray(also)) also.forEach(fill)
  }
  required.forEach(fill)
  const room = (schema.maxProperties as number) ?? Infinity
  if (!ending(where))
    for (const [name, each] of Object.entries(properties)) if (each !== false && filled.size < room) fill(name)
  // A mapping without names of its own: one entry shows what it is.
  const open = Object.keys(properties).length === 0 && (isSchema(additionalProperties) || patterns.length > 0)
  const least = Math.max((schema.minProperties as number) ?? 0, open && !ending(where) ? 1 : 0)
  for (let tries = 0; filled.size < Math.min(least, room, longest) && tries < 2 * longest; tries++)
    fill(newName(schema, patterns, where, filled.size))
  const order = [...Object.keys(properties), ...filled.keys()]
  return Object.fromEntries(
    [...new Set(order)].filter((name) => filled.has(name)).map((name) => [name, filled.get(name)]),
  )
}

function newName(schema: Schema, patterns: [string, AnySchema][], where: Where, n: number): string {
  const names = isSchema(schema.propertyNames) ? schema.propertyNames : {}
  const [pattern] = patterns[0] ?? []
  const onlyPatterns = pattern !== undefined && schema.additionalProperties !== undefined ? { pattern } : {}
  const name = String(where.invent({ type: 'string', ...onlyPatterns, ...names }, below(where, '')))
  return n === 0 || Object.keys(names).length > 0 || pattern !== undefined ? name : `${name}_${n + 1}`
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name)
  } catch {
    return false
  }
}
