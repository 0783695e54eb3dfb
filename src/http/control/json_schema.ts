import { toJSONSchema, type z } from '../../scenario/zod.ts'

/** A schema as the OpenAPI document has it: of what is sent, `input`, or answered. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = toJSONSchema(schema, { io, unrepresentable: 'any' })
  return withoutLists(rest) as object
}

/** Generators of clients in typed languages stumble over a type that is a list, unless one of two is null. */
function withoutLists(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema
  if (Array.isArray(schema)) return schema.map(withoutLists)
  const { type, ...rest } = Object.fromEntries(Object.entries(schema).map(([key, inner]) => [key, withoutLists(inner)]))
  const isList = Array.isArray(type) && type.filter((each) => each !== 'null').length > 1
  if (isList) return { ...rest, anyOf: type.map((each: unknown) => ({ type: each })) }
  return type === undefined ? rest : { type, ...rest }
}
