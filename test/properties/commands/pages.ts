import fc from 'fast-check'
import { expect } from 'vitest'
import type { Item, KnownThread, Page, Place } from '../world.ts'
import { command, pick, place, which } from './command.ts'

interface Query {
  limit: number
  order: 'asc' | 'desc'
  after?: string | undefined
  before?: string | undefined
}

/** A list: all that ever was in it, oldest first, and where it is read. */
interface Shelf {
  path: string
  items: readonly Item[]
  /** Only what belongs to this run. */
  run_id?: string
}

/**
 * What a page must show, by protocol.md §6: what lies between the cursors, none of them included; `before` alone asks for the page that
 * ends there. What is gone still marks its place.
 */
function expected({ items, run_id }: Shelf, { limit, order, after, before }: Query): object {
  const all = order === 'asc' ? [...items] : [...items].reverse()
  const at = (id: string | undefined, otherwise: number) =>
    id === undefined ? otherwise : all.findIndex((item) => item.id === id)
  const isWanted = (item: Item) => !item.gone && (run_id === undefined || item.run_id === run_id)
  const between = all.slice(at(after, -1) + 1, at(before, all.length)).filter(isWanted)
  const isLast = before !== undefined && after === undefined
  const shown = isLast ? between.slice(Math.max(0, between.length - limit)) : between.slice(0, limit)
  return {
    object: 'list',
    data: shown.map(({ id }) => id),
    first_id: shown[0]?.id ?? null,
    last_id: shown.at(-1)?.id ?? null,
    has_more: between.length > limit,
  }
}

const lists = ['assistants', 'messages', 'messages of a run', 'runs', 'steps'] as const

/** One page of a list, and then all of it page by page. */
export const list = command(
  'list',
  fc.record({
    place,
    what: fc.constantFrom(...lists),
    thread: which,
    run: which,
    limit: fc.constantFrom(1, 2, 3, 100),
    order: fc.constantFrom('asc' as const, 'desc' as const),
    after: fc.option(fc.nat(9), { nil: undefined }),
    before: fc.option(fc.nat(9), { nil: undefined }),
  }),
  {
    possible: ({ threads }) => threads.some(({ gone }) => !gone),
    play: async ({ what, thread, run, limit, order, after, before }, place) => {
      const there = place.threads.filter(({ gone }) => !gone)
      const shelf = await shelfOf(place, what, pick(there, thread), run)
      if (!shelf) return
      const cursor = (n: number | undefined) =>
        n === undefined || shelf.items.length === 0 ? undefined : pick(shelf.items, n).id
      const query = { limit, order, after: cursor(after), before: cursor(before) }
      expect(await read(place, shelf, query), `a page: ${JSON.stringify(query)}`).toEqual(expected(shelf, query))
      await walk(place, shelf, { limit, order })
    },
  },
)

/** Page after page there is everything, in order, nothing twice. */
async function walk(place: Place, shelf: Shelf, { limit, order }: Query): Promise<void> {
  const seen: string[] = []
  for (let after: string | undefined, more = true; more;) {
    const { data, last_id, has_more } = await read(place, shelf, { limit, order, after })
    seen.push(...data)
    after = last_id ?? undefined
    more = has_more
  }
  expect(seen, 'all pages').toEqual((expected(shelf, { limit: Infinity, order }) as { data: string[] }).data)
}

async function read(place: Place, { path, run_id }: Shelf, query: Query): Promise<Page<string>> {
  const given = Object.entries({ ...query, run_id }).filter(([, value]) => value !== undefined)
  const { data, ...rest } = await place.list(path, Object.fromEntries(given) as Record<string, string>)
  return { ...rest, data: data.map(({ id }) => id) }
}

async function shelfOf(
  place: Place,
  what: (typeof lists)[number],
  { id, messages, runs }: KnownThread,
  n: number,
): Promise<Shelf | undefined> {
  if (what === 'assistants') return { path: '/assistants', items: place.assistants }
  if (what === 'messages') return { path: `/threads/${id}/messages`, items: messages }
  if (what === 'runs') return { path: `/threads/${id}/runs`, items: runs }
  if (runs.length === 0) return undefined
  const run_id = pick(runs, n).id
  if (what === 'messages of a run') return { path: `/threads/${id}/messages`, items: messages, run_id }
  const path = `/threads/${id}/runs/${run_id}/steps`
  return { path, items: (await place.list<Item>(path, { order: 'asc', limit: '100' })).data }
}
