import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The known word that a mistyped one most likely meant; undefined where none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const { closest, distance } = require('fastest-levenshtein') as typeof import('fastest-levenshtein')
  const found = closest(word, known)
  return distance(word, found) <= Math.max(2, Math.floor(word.length / 3)) ? found : undefined
}

/** `a`, `b or c`, `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = nearest(word, known)
  return found === undefined ? '' : ` Did you mean "${found}"?`
}
