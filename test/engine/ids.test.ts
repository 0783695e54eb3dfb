import { describe, expect, it } from 'vitest'
import { deriveFileId, deriveHex, deriveId } from '../../src/engine/ids.ts'

const kinds = ['asst', 'thread', 'msg', 'run', 'step', 'call'] as const

describe('ids (protocol.md §2.0)', () => {
  it.each(kinds)('%s_ and 24 letters or digits', (kind) => {
    for (let n = 0; n < 1000; n++) expect(deriveId(kind, 'seed', n)).toMatch(new RegExp(`^${kind}_[0-9A-Za-z]{24}$`))
  })

  it('file- and 22, requests 32 hexadecimal digits', () => {
    expect(deriveFileId('run_1', 'notes.txt')).toMatch(/^file-[0-9A-Za-z]{22}$/)
    for (let n = 0; n < 1000; n++) expect(deriveHex('seed', n)).toMatch(/^[0-9a-f]{32}$/)
  })

  it('are the same for the same parent, kind and count, whatever was derived in between', () => {
    const first = deriveId('run', 'thread_1', 3)
    for (const kind of kinds) deriveId(kind, 'another', 1)
    deriveHex('seed', 7)
    expect(deriveId('run', 'thread_1', 3)).toBe(first)
    expect(deriveFileId('run_1', 'a.txt')).toBe(deriveFileId('run_1', 'a.txt'))
  })

  it('differ by each of them', () => {
    const ids = [
      deriveId('run', 'thread_1', 3),
      deriveId('run', 'thread_1', 4),
      deriveId('run', 'thread_2', 3),
      deriveId('run', 'thread_', 13),
      deriveId('step', 'thread_1', 3),
    ].map((id) => id.slice(id.indexOf('_') + 1))
    expect(new Set(ids).size).toBe(ids.length)
    expect(deriveFileId('run_1', 'a.txt')).not.toBe(deriveFileId('run_1', 'b.txt'))
    expect(deriveFileId('run_1', 'a.txt')).not.toBe(deriveFileId('run_2', 'a.txt'))
  })

  // If 32 bits were all that counted, dozens would.
  it('never meet: a quarter of a million of them, by parents and by counts', () => {
    const seen = new Set<string>()
    for (let parent = 0; parent < 50; parent++)
      for (let n = 0; n < 5000; n++) seen.add(deriveId('msg', `thread_${parent}`, n))
    expect(seen.size).toBe(250_000)
  })

  it('use all of their alphabet, evenly enough', () => {
    const counts = new Map<string, number>()
    for (let n = 0; n < 5000; n++)
      for (const letter of deriveId('run', 'seed', n).slice(4)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    expect(counts.size).toBe(62)
    const mean = (5000 * 24) / 62
    for (const count of counts.values()) expect(Math.abs(count - mean)).toBeLessThan(0.15 * mean)
  })
})
