import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Collection, type PageQuery } from '../../src/engine/collection.ts'

const item = (n: number) => ({ id: `id_${n}`, n })
const numbers = (from: number, to: number) =>
  Array.from({ length: Math.abs(to - from) + 1 }, (_, n) => from + (to < from ? -n : n))
const full = (size: number) => Collection.of(numbers(1, size).map(item))

/** What a page is, said as plainly as can be: order, cut behind `after` and before `before`, take as many as wanted of what is left. */
function plain(all: string[], gone: Set<string>, { limit, order, after, before }: PageQuery) {
  if ((after && !all.includes(after)) || (before && !all.includes(before))) return undefined
  const ordered = order === 'asc' ? all : all.toReversed()
  const from = after ? ordered.indexOf(after) + 1 : 0
  const to = before ? ordered.indexOf(before) : ordered.length
  const inside = ordered.slice(from, Math.max(from, to)).filter((id) => !gone.has(id))
  const backwards = before && !after
  const data = backwards ? inside.slice(-limit) : inside.slice(0, limit)
  return { data, has_more: inside.length > limit }
}

describe('a page', () => {
  it.each<[string, PageQuery, number[], boolean]>([
    ['the first, ascending', { limit: 3, order: 'asc' }, [1, 2, 3], true],
    ['the first, descending', { limit: 3, order: 'desc' }, [10, 9, 8], true],
    ['after, ascending', { limit: 3, order: 'asc', after: 'id_3' }, [4, 5, 6], true],
    ['after, descending', { limit: 3, order: 'desc', after: 'id_3' }, [2, 1], false],
    ['all of it: no more', { limit: 10, order: 'asc' }, numbers(1, 10), false],
    ['exactly to the end: no more', { limit: 2, order: 'desc', after: 'id_3' }, [2, 1], false],
    ['after the last', { limit: 3, order: 'asc', after: 'id_10' }, [], false],
    ['before: the page that ends right there', { limit: 3, order: 'asc', before: 'id_7' }, [4, 5, 6], true],
    ['before, descending', { limit: 3, order: 'desc', before: 'id_7' }, [10, 9, 8], false],
    ['before the first', { limit: 3, order: 'asc', before: 'id_1' }, [], false],
    ['between two', { limit: 9, order: 'asc', after: 'id_2', before: 'id_5' }, [3, 4], false],
    ['between two, too many', { limit: 1, order: 'desc', after: 'id_5', before: 'id_2' }, [4], true],
    [
      'between two that stand the other way round',
      { limit: 9, order: 'asc', after: 'id_5', before: 'id_2' },
      [],
      false,
    ],
    ['between one and itself', { limit: 9, order: 'asc', after: 'id_5', before: 'id_5' }, [], false],
  ])('%s', (_, query, expected, has_more) => {
    const page = full(10).page(query)!
    expect(page.data.map(({ n }) => n)).toEqual(expected)
    expect(page.has_more).toBe(has_more)
  })

  it('is none where a cursor names nothing here', () => {
    const collection = full(10)
    for (const cursor of ['id_0', 'id_11', ''])
      for (const query of [{ after: cursor }, { before: cursor }])
        expect(collection.page({ limit: 1, order: 'asc', ...query })).toBeUndefined()
  })

  it('has only what is wanted, and more only if more is wanted', () => {
    const even = ({ n }: { n: number }) => n % 2 === 0
    expect(full(10).page({ limit: 3, order: 'asc', after: 'id_3' }, even)!).toEqual({
      data: [4, 6, 8].map(item),
      has_more: true,
    })
    expect(full(9).page({ limit: 4, order: 'asc' }, even)!.has_more).toBe(false)
  })

  it('goes on where something was deleted, but does not remember for ever', () => {
    const collection = full(2000)
    for (const n of numbers(1990, 500)) collection.delete(`id_${n}`)
    const next = (order: 'asc' | 'desc', after: string) => collection.page({ limit: 1, order, after })?.data[0]?.n
    expect([next('asc', 'id_600'), next('desc', 'id_600'), next('desc', 'id_500')]).toEqual([1991, 499, 499])
    expect(next('asc', 'id_1900')).toBeUndefined()
    expect(collection.page({ limit: 1, order: 'asc', after: 'id_1900' })).toBeUndefined()
  })

  it('grows large over the places of what was deleted while it was small', () => {
    const collection = full(10)
    collection.delete('id_4')
    for (const n of numbers(11, 40)) collection.set(item(n))
    expect(collection.size).toBe(39)
    expect(collection.get('id_4')).toBeUndefined()
    expect(collection.get('id_40')).toEqual(item(40))
    expect(collection.page({ limit: 2, order: 'asc', after: 'id_3' })?.data).toEqual([item(5), item(6)])
  })

  // Enough of them come to be more than there is no index for, with gaps.
  const change = fc.oneof({ weight: 3, arbitrary: fc.constant('add' as const) }, fc.nat({ max: 60 }))
  const changes = fc.array(change, { maxLength: 150, size: 'max' })
  const cursor = fc.option(fc.nat({ max: 60 }), { nil: undefined })
  const queries = fc.record({
    limit: fc.integer({ min: 1, max: 8 }),
    order: fc.constantFrom('asc' as const, 'desc' as const),
    after: cursor,
    before: cursor,
  })

  it('is what it says, whatever was added and deleted before', () => {
    fc.assert(
      fc.property(changes, queries, (list, { limit, order, ...cursors }) => {
        const collection = new Collection<{ id: string }>()
        let ids: string[] = []
        const all: string[] = []
        let made = 0
        for (const change of list) {
          if (change === 'add') {
            const id = `id_${made++}`
            collection.set({ id })
            all.push(id)
            ids.push(id)
          } else {
            const id = `id_${change}`
            expect(collection.delete(id)?.id).toBe(ids.includes(id) ? id : undefined)
            ids = ids.filter((each) => each !== id)
          }
        }
        const [after, before] = [cursors.after, cursors.before].map((n) => (n === undefined ? undefined : `id_${n}`))
        const query = { limit, order, after, before }
        const page = collection.page(query)
        expect(page && { ...page, data: page.data.map(({ id }) => id) }).toEqual(
          plain(all, new Set(all.filter((id) => !ids.includes(id))), query),
        )
        expect([...collection].map(({ id }) => id)).toEqual(ids)
        expect([...collection.backwards()].map(({ id }) => id)).toEqual(ids.toReversed())
        expect(collection.size).toBe(ids.length)
        for (const id of ids) expect(collection.get(id)?.id).toBe(id)
      }),
      { numRuns: 400, seed: 1 },
    )
  })

  it('leads through everything, page by page, in both directions', () => {
    const collection = full(100)
    for (const order of ['asc', 'desc'] as const) {
      const seen: number[] = []
      let after: string | undefined
      for (;;) {
        const { data, has_more } = collection.page({ limit: 7, order, after })!
        seen.push(...data.map(({ n }) => n))
        after = data.at(-1)?.id
        if (!has_more) break
      }
      expect(seen).toEqual(order === 'asc' ? numbers(1, 100) : numbers(100, 1))
    }
  })
})

it('finds what is left after most of a large one was deleted', () => {
  const collection = full(200)
  for (const n of numbers(1, 180)) collection.delete(`id_${n}`)
  collection.set(item(201))
  expect(collection.get('id_190')?.n).toBe(190)
  expect(collection.page({ limit: 2, order: 'desc', after: 'id_200' })!.data.map(({ n }) => n)).toEqual([199, 198])
  expect([...collection].map(({ n }) => n)).toEqual(numbers(181, 201))
})

it('puts a thing in place of the one with its id, where that was', () => {
  const collection = full(40)
  collection.set({ id: 'id_3', n: 300 })
  expect(collection.size).toBe(40)
  expect(collection.page({ limit: 2, order: 'asc', after: 'id_2' })!.data.map(({ n }) => n)).toEqual([300, 4])
})

describe('among 100,000', () => {
  /** Counts how often anybody looks at a thing to find another one. */
  let looks = 0
  class Counted {
    readonly #id: string
    constructor(n: number) {
      this.#id = `id_${n}`
    }
    get id(): string {
      looks++
      return this.#id
    }
  }
  const collection = Collection.of(numbers(1, 100_000).map((n) => new Counted(n)))

  const cost = (ask: () => unknown) => {
    looks = 0
    expect(ask()).toBeDefined()
    return looks
  }

  it.each<[string, Partial<PageQuery>]>([
    ['the first page', {}],
    ['a page in the middle', { after: 'id_50000' }],
    ['a page before one in the middle', { before: 'id_50000' }],
    ['the last page', { after: 'id_99990' }],
  ])('%s looks at no other thing', (_, query) => {
    let asked = 0
    const wanted = () => ++asked > 0
    for (const order of ['asc', 'desc'] as const)
      expect(cost(() => collection.page({ limit: 20, order, ...query }, wanted))).toBe(0)
    // Those of the page, and one more to know whether there are more.
    expect(asked).toBeLessThanOrEqual(42)
  })

  it('one is found, and one deleted, without looking at others', () => {
    expect(cost(() => collection.get('id_77777'))).toBe(0)
    expect(cost(() => collection.delete('id_5'))).toBe(0)
  })
})
