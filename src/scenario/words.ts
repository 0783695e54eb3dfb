import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The known word that a mistyped one, or a part of it, most likely meant; undefined where none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const { closest, distance } = require('fastest-levenshtein') as typeof import('fastest-levenshtein')
  const found = closest(word, known)
  // Two letters swapped are two changes; beyond three, or half of the word, it was another word.
  if (distance(word, found) <= Math.min(3, Math.ceil(word.length / 3))) return found
  return word.length < 3 ? undefined : known.find((each) => each.startsWith(word) || each.split('_').includes(word))
}

/** `a`, `b or c`, `a, b or c`. */
export function oneOf(words: readonly string[], link = 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${link} ${words.at(-1)}`
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = nearest(word, known)
  return found === undefined ? '' : ` Did you mean "${found}"?`
}

/** `1 run`, `2 runs`. */
export function counted(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`
}

const types: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  null: 'nothing',
}

/** What a schema's type is called in a scenario file. */
export function typeName(type: string): string {
  return types[type] ?? type
}

/** A text in quotes, cut where it is long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text)
}

/** What a value is, and the value itself where it is short: `the text "soon"`, `a list`, `empty`. */
export function seen(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  switch (typeof value) {
    case 'string':
      return `the text ${quoted(value)}`
    case 'number':
    case 'bigint':
      return `the number ${value}`
    case 'boolean':
      return String(value)
    default:
      return Array.isArray(value) ? 'a list' : 'a mapping'
  }
}
