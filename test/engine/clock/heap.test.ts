import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Heap, type HeapEntry } from '../../../src/engine/clock/heap.ts'

const entry = (due: number, order: number): HeapEntry => ({ due, order, position: -1 })

/** What is planned, let go of and taken out: negative numbers let go of what was planned so many pushes ago. */
const moves = fc.array(fc.oneof(fc.nat({ max: 20 }), fc.integer({ min: -10, max: -1 }), fc.constant(null)), {
  maxLength: 120,
  size: 'max',
})

it('gives what is due first, ties in the order in which they were planned, whatever is let go of in between', () => {
  fc.assert(
    fc.property(moves, (list) => {
      const heap = new Heap<HeapEntry>()
      const pushed: HeapEntry[] = []
      let inside: HeapEntry[] = []
      for (const move of list) {
        if (move === null) {
          const [first] = inside.toSorted((a, b) => a.due - b.due || a.order - b.order)
          expect(heap.peek()).toBe(first)
          expect(heap.pop()).toBe(first)
          inside = inside.filter((each) => each !== first)
        } else if (move < 0) {
          const gone = pushed.at(move)
          if (gone) heap.remove(gone)
          inside = inside.filter((each) => each !== gone)
        } else {
          const fresh = entry(move, pushed.length)
          pushed.push(fresh)
          inside.push(fresh)
          heap.push(fresh)
        }
        expect(heap.size).toBe(inside.length)
      }
      const rest = Array.from({ length: heap.size }, () => heap.pop())
      expect(rest).toEqual(inside.toSorted((a, b) => a.due - b.due || a.order - b.order))
      expect(heap.pop()).toBeUndefined()
    }),
    { numRuns: 300, seed: 1 },
  )
})

it('puts what takes the place of one let go of where it belongs, also above', () => {
  const heap = new Heap<HeapEntry>()
  const entries = [1, 10, 2, 11, 12, 3, 4].map(entry)
  entries.forEach((each) => heap.push(each))
  // The last one, due at 4, moves below the one due at 10.
  heap.remove(entries[3]!)
  expect(Array.from({ length: heap.size }, () => heap.pop()!.due)).toEqual([1, 2, 3, 4, 10, 12])
})

it('does not mind being asked to let go twice, or of what it never had', () => {
  const heap = new Heap<HeapEntry>()
  const [a, b, stranger] = [entry(1, 0), entry(2, 1), entry(1, 0)]
  heap.push(a)
  heap.push(b)
  heap.remove(a)
  heap.remove(a)
  heap.remove(stranger)
  expect([heap.pop(), heap.size]).toEqual([b, 0])
})
