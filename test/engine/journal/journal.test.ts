import { expect, test } from 'vitest'
import type { Entry } from '../../../src/engine/journal/entry.ts'
import { Journal } from '../../../src/engine/journal/journal.ts'

function begun(journal: Journal): Entry {
  const entry = { n: journal.next(), url: '/', headers: [], body: 'x'.repeat(1000) } as unknown as Entry
  journal.add(entry)
  return entry
}

test('a request that ends after its entry is gone is not counted', () => {
  let bytes = 0
  const journal = new Journal({ entries: 2, bytes: 1_000_000 }, (more) => (bytes += more))
  const entries = [1, 2, 3].map(() => begun(journal))
  const before = journal.bytes
  journal.settle(entries[0]!)
  expect(journal.bytes).toBe(before)
  journal.clear()
  for (const entry of entries) journal.settle(entry)
  expect([journal.bytes, bytes, journal.size]).toEqual([0, 0, 0])
})

test('what it forgets for want of room it says, what it was told to forget it does not', () => {
  const journal = new Journal({ entries: 2, bytes: 1_000_000 })
  for (let n = 0; n < 5; n++) begun(journal)
  expect(journal.dropped).toBe(3)
  journal.clear()
  expect(journal.dropped).toBe(0)
  begun(journal)
  journal.drop()
  expect([journal.dropped, journal.next()]).toEqual([1, 7])
})
