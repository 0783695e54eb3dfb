import { textOf } from './normalise.ts'
import type { Message } from './objects.ts'

/**
 * A token is one piece of this splitter: usage, deltas and limits all count the same pieces (decisions 12). It follows the shape of
 * the real tokenizers' pre-split (a word with the space before it, up to three digits, a run of punctuation), not their vocabulary.
 */
const piece = / ?[\p{L}\p{M}]{1,12}| ?\p{N}{1,3}| ?[^\s\p{L}\p{M}\p{N}]{1,4}|\s+/gu

/** The pieces of a text; joined they are the text again. */
export function split(text: string): string[] {
  return text.match(piece) ?? []
}

/** How many tokens a text counts. */
export function countTokens(text: string): number {
  let n = 0
  piece.lastIndex = 0
  while (piece.test(text)) n++
  return n
}

export function messageTokens({ content }: Message): number {
  return countTokens(textOf(content))
}

/** Where each piece of a text ends, one after the other. */
export function* tokenEnds(text: string): Generator<number> {
  const each = new RegExp(piece)
  while (each.test(text)) yield each.lastIndex
}
