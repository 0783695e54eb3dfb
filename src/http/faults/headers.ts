import type { Zod } from '../../scenario/zod.ts'

/** Headers by name, as an answer can carry them, for a fault's schema. */
export function headers(z: Zod) {
  const name = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, { error: 'expected the name of an HTTP header' })
  const value = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, {
    error: 'expected the value of an HTTP header, on one line',
  })
  return z.record(name, z.union([value, z.number(), z.boolean()]))
}

/** As they are sent: names in small letters, values written out. */
export function written(headers: Record<string, string | number | boolean>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
}
