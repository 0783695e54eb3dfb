import type { Entry } from '../journal/entry.ts'
import { wanted } from '../journal/filter.ts'
import { json, view } from '../journal/view.ts'
import type { RequestExpectation } from './expectation.ts'
import { type Flaws, partFlaws, textsFlaws } from './match.ts'

/** In what a request differs from what is expected of it; undefined where it is another kind of request altogether. */
export function requestFlaws(entry: Entry, expected: RequestExpectation): Flaws | undefined {
  const [method = '', path = ''] = expected.request.trim().split(/\s+/)
  if (!wanted({ method, path })(entry)) return undefined
  const { request } = view(entry)
  // Unmasked: what is called a secret is compared all the same.
  const body = typeof entry.body === 'string' ? json(entry.body) : request.body
  const headers = Object.fromEntries(
    Object.entries(expected.headers ?? {}).map(([name, text]) => [name.toLowerCase(), text]),
  )
  return [
    ...(expected.status !== undefined && !wanted({ status: expected.status })(entry)
      ? [`the status is ${entry.status}, not ${expected.status}`]
      : []),
    ...textsFlaws('headers', headers, request.headers),
    ...textsFlaws('query', expected.query, request.query),
    ...(expected.body === undefined ? [] : partFlaws('body', expected.body, body)),
  ]
}
