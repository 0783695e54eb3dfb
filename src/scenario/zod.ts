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
