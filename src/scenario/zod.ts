import { createRequire } from 'node:module'
import type { z } from 'zod'

const require = createRequire(import.meta.url)

export type Zod = typeof z
export type { z }

/** The schema library, loaded when the first schema is built: a server that is asked nothing pays nothing. */
export function zod(): Zod {
  return (require('zod') as typeof import('zod')).z
}

/** A schema that is built at first use and then kept. */
export function lazySchema<S extends z.ZodType>(build: (z: Zod) => S): () => S {
  let schema: S | undefined
  return () => (schema ??= build(zod()))
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
