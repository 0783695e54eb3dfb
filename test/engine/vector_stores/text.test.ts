import { expect, test } from 'vitest'
import type { Content } from '../../../src/engine/files/storage.ts'
import { cut, decode, parse, unsupportedExtension } from '../../../src/engine/vector_stores/text.ts'

const content = (bytes: Uint8Array | string): Content => ({
  bytes: bytes.length,
  whole: () => Buffer.from(bytes),
  read: async function* () {
    yield Buffer.from(bytes)
  },
  release: () => {},
})

function passages(text: string, size: number, overlap: number): string[] {
  const cuts = [...cut(text, { max_chunk_size_tokens: size, chunk_overlap_tokens: overlap })!]
  return cuts.flatMap((end, n) => (n % 2 ? [text.slice(cuts[n - 1], end)] : []))
}

test.each([
  [4, 2, ['a b c d', ' c d e f', ' e f g']],
  [3, 0, ['a b c', ' d e f', ' g']],
  [7, 3, ['a b c d e f g']],
  [100, 50, ['a b c d e f g']],
])('a text of seven words in passages of %i tokens that overlap by %i', (size, overlap, expected) => {
  expect(passages('a b c d e f g', size, overlap)).toEqual(expected)
})

test('a text whose last passage ends where the text does has no empty one after it', () => {
  expect(passages('a b c d e f', 4, 2)).toEqual(['a b c d', ' c d e f'])
  expect(passages('', 4, 2)).toEqual([])
})

test('UTF-8 and UTF-16 are texts, other bytes are not', () => {
  expect(decode(content('déjà vu'))).toBe('déjà vu')
  expect(decode(content(Buffer.from('\uFEFFhé', 'utf16le')))).toBe('hé')
  expect(decode(content(Uint8Array.of(0xfe, 0xff, 0, 0x68)))).toBe('h')
  expect(decode(content(Uint8Array.of(0x80, 0x81, 0xff)))).toBeUndefined()
  expect(decode(content('a\0b'))).toBeUndefined()
})

test('what cannot be read fails as the service had it fail', () => {
  const chunking = { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 }
  expect(parse('a.txt', content(Uint8Array.of(0xff)), chunking)).toEqual({
    code: 'unsupported_file',
    message: 'The file type is not supported.',
  })
  expect(parse('a.txt', { ...content('a'), bytes: 65 * 2 ** 20 }, chunking)).toEqual({
    code: 'invalid_file',
    message: 'The file could not be parsed because it is too large.',
  })
  expect(parse('a.pdf', content('%PDF'), chunking)).toHaveLength(0)
})

test.each([
  ['notes.txt', undefined],
  ['a.b.md', undefined],
  ['table.csv', '.csv'],
  ['SCAN.PDF', '.PDF'],
  ['Makefile', ''],
])('file_search reads %s, or names its extension', (name, extension) => {
  expect(unsupportedExtension(name)).toBe(extension)
})
