import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countTokens, split } from '../../src/run/tokens.ts'

const half = /\p{Surrogate}/u

describe('the splitter', () => {
  it.each([
    ['', []],
    ['Hello, world!', ['Hello', ',', ' world', '!']],
    [' a  b\n\nc ', [' a', '  ', 'b', '\n\n', 'c', ' ']],
    ['{"city":"Paris"}', ['{"', 'city', '":"', 'Paris', '"}']],
    ['12345 67', ['123', '45', ' 67']],
    ['internationalisation', ['internationa', 'lisation']],
    ['Zoë İstanbul 東京 ñ', ['Zoë', ' İstanbul', ' 東京', ' ñ']],
    ['👩‍👩‍👧 ok', ['👩‍👩‍', '👧', ' ok']],
    ['\u{d800}x', ['\u{d800}', 'x']],
  ])('%j', (text, pieces) => {
    expect(split(text)).toEqual(pieces)
  })

  it('loses nothing of any text, and counts what it splits', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      // Also what is no text at all: halves of surrogate pairs.
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
      fc
        .array(fc.constantFrom(' ', '  ', '\n', '\t', 'a', 'é', '9', '…', '"', '\u0301', '🎉', '\ufeff', '\u200d'))
        .map((all) => all.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const pieces = split(text)
        expect(pieces.join('')).toBe(text)
        expect(pieces).not.toContain('')
        expect(countTokens(text)).toBe(pieces.length)
        // No piece but a lone half, if the text had one, may break a character in two: each is sent by itself.
        if (!half.test(text)) expect(pieces.filter((piece) => half.test(piece))).toEqual([])
      }),
      { numRuns: 500, seed: 1 },
    )
  })

  it('starts anew with every text', () => {
    expect([countTokens('one two'), countTokens('one two'), split('one two').length]).toEqual([2, 2, 2])
  })
})
