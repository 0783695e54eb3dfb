import type { z } from 'zod'
import {
  array,
  boolean,
  discriminatedUnion,
  enum as oneOf,
  int,
  lazy,
  literal,
  looseObject,
  null as nothing,
  number,
  record,
  strictObject,
  string,
  toJSONSchema,
  union,
  unknown,
} from 'zod'

/** What schemas are built of. By name, so that the rest of the library stays out of the program: most of what loading it took. */
export const builders = {
  array,
  boolean,
  discriminatedUnion,
  enum: oneOf,
  int,
  lazy,
  literal,
  looseObject,
  null: nothing,
  number,
  record,
  strictObject,
  string,
  union,
  unknown,
}

export type Zod = typeof builders
export type { z }
/** Something wrong with data, in the library's words. */
export type Issue = z.core.$ZodIssue
export { toJSONSchema }

/** A schema that is built at first use and then kept: a server that is asked nothing pays nothing. */
export function lazySchema<S extends z.ZodType>(build: (z: Zod) => S): () => S {
  let schema: S | undefined
  return () => (schema ??= build(builders))
}

/**
 * As the schema's own. It compares the `length` of whatever has one, even of what it has refused already; where that cannot be
 * compared, as `{"length": {"toString": null}}`, it throws instead.
 */
export function safeParse<S extends z.ZodType>(
  schema: S,
  data: unknown,
  context?: z.core.ParseContext<z.core.$ZodIssue>,
): z.ZodSafeParseResult<z.infer<S>> {
  try {
    return schema.safeParse(data, context)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const comparable = (key: string, value: unknown) => (key === 'length' && typeof value === 'object' ? null : value)
    return schema.safeParse(JSON.parse(JSON.stringify(data), comparable), context)
  }
}
