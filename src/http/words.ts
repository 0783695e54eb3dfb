import type { z } from '../scenario/zod.ts'

/** How the service's validator names things; from its errors on these and on sister endpoints (protocol.md §4.4). */

/** What a schema wants: `a string`, `an array of objects`, `one of 'auto' or 'low'`, `one of a string or array of objects`. */
export function describe(schema: z.core.$ZodType): string {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'string':
      return 'a string'
    case 'number':
      return 'format' in def && def.format ? 'an integer' : 'a decimal'
    case 'boolean':
      return 'a boolean'
    case 'array':
      return `an array of ${withoutArticle(describe(def.element))}s`
    case 'enum':
      return `one of ${oxford(Object.values(def.entries), 'or')}`
    case 'literal':
      return oxford(def.values, 'or')
    case 'union':
      if ('discriminator' in def) return 'an object'
      return `one of ${def.options.map((option, n) => (n === 0 ? describe(option) : withoutArticle(describe(option)))).join(' or ')}`
    case 'optional':
    case 'nullable':
      return describe(def.innerType)
    case 'pipe':
      return describe(def.in)
    default:
      return 'an object'
  }
}

const withoutArticle = (words: string) => words.replace(/^an? /, '')

/** What a value is: `a string`, `an integer`, `a decimal number`, `null`. */
export function kind(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? 'an integer' : 'a decimal number'
    case 'object':
      return 'an object'
    default:
      return `a ${typeof value}`
  }
}

/** The whole number that a text is; undefined where it is none. */
export function integerOf(text: string): number | undefined {
  return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`. */
export function oxford(values: readonly unknown[], link: 'and' | 'or'): string {
  const words = values.map((value) => `'${String(value)}'`)
  return words.length < 3 ? words.join(` ${link} `) : `${words.slice(0, -1).join(', ')}, ${link} ${words.at(-1)}`
}

/** `tools[0].function.name` */
export function spell(path: PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
}
