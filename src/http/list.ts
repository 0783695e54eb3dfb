import type { Collection, PageQuery } from '../engine/collection.ts'
import { notFound, type ObjectName } from '../engine/not_found.ts'
import { ApiError } from '../run/api_error.ts'
import type { Exchange } from './exchange.ts'
import { integerOf } from './words.ts'

/** The cursor of a list request (protocol.md §6). @throws ApiError where `limit` or `order` is out of range. */
export function pageQuery(exchange: Exchange, most = 100, usual = 20): PageQuery {
  const asked = exchange.query('limit')
  const limit = asked === undefined ? usual : integerOf(asked)
  if (limit === undefined) throw new ApiError('wrong_type', { param: 'limit', expected: 'an integer', got: 'a string' })
  if (limit < 1) throw new ApiError('small_integer', { param: 'limit', least: 1, got: limit })
  if (limit > most) throw new ApiError('large_integer', { param: 'limit', most, got: limit })
  const order = exchange.query('order') ?? 'desc'
  if (order !== 'asc' && order !== 'desc')
    throw new ApiError('wrong_value', { param: 'order', value: order, supported: "'asc' and 'desc'" })
  return { limit, order, after: exchange.query('after'), before: exchange.query('before') }
}

/** What a list shows: how an item is rendered, which items are wanted, and headers that follow from what is shown. */
interface Shown<T> {
  render: (item: T) => object
  wanted?: ((item: T) => boolean) | undefined
  headers?: (items: T[]) => Record<string, string> | undefined
  /** How many may be asked for, and how many are shown if nobody asks. */
  most?: number
  usual?: number
  /** Where the page has its keys in an order of its own. */
  envelope?: (page: ReturnType<typeof listBody>) => object
}

/** One page of a collection. @throws ApiError if a cursor names nothing in it: a silent empty page would hide the mistake. */
export function list<T extends { readonly id: string }>(
  exchange: Exchange,
  collection: Collection<T>,
  object: ObjectName,
  { render, wanted, headers, most, usual, envelope = (page) => page }: Shown<T>,
): Response {
  const query = pageQuery(exchange, most, usual)
  const page =
    collection.page(query, wanted) ??
    notFound(object, (query.after && !collection.get(query.after) ? query.after : query.before)!)
  return exchange.json(envelope(listBody(page.data, render, page.has_more)), 200, headers?.(page.data))
}

export function listBody<T extends { readonly id: string }>(items: T[], render: (item: T) => object, has_more = false) {
  return {
    object: 'list',
    data: items.map(render),
    first_id: items[0]?.id ?? null,
    last_id: items.at(-1)?.id ?? null,
    has_more,
  }
}
