import type { Entry } from './entry.ts'
import { maskText } from './mask.ts'
import { pathMatches } from './path.ts'

/** Which entries are wanted; all that are given must fit. */
export interface JournalFilter {
  method?: string | undefined
  /** The end of the path, such as `/threads/:id/runs`; see path.ts. */
  path?: string | undefined
  /** An HTTP status, or a class of them such as `4xx`. */
  status?: number | string | undefined
  /** The id of a run. */
  run?: string | undefined
  scenario?: string | undefined
  /** Only entries after this number, or from this emulated time on. */
  since?: number | string | Date | undefined
}

export function wanted(filter: JournalFilter): (entry: Entry) => boolean {
  const { method, path, status, run, scenario, since } = filter
  const tests: ((entry: Entry) => boolean)[] = []
  if (method !== undefined) tests.push((entry) => entry.method === method.toUpperCase())
  if (path !== undefined) tests.push((entry) => pathMatches(path, pathOf(entry)))
  if (status !== undefined) {
    const pattern = new RegExp(`^${String(status).toLowerCase().replaceAll('x', '\\d')}$`)
    tests.push((entry) => pattern.test(String(entry.status)))
  }
  if (run !== undefined) tests.push((entry) => entry.run?.id === run || pathOf(entry).includes(`/runs/${run}`))
  if (scenario !== undefined) tests.push((entry) => entry.scenario === scenario)
  if (since !== undefined) {
    const isNumber = typeof since === 'number' || /^\d+$/.test(String(since))
    const from = isNumber ? Number(since) : new Date(since as string | Date).getTime()
    tests.push(isNumber ? ({ n }) => n > from : ({ at }) => at >= from)
  }
  return (entry) => tests.every((test) => test(entry))
}

/** A URL from its path on. */
export function withoutHost(url: string): string {
  return url.replace(/^\w+:\/\/[^/?]*/, '')
}

/** A URL without its host and its query, and without what looks like a key. */
export function pathOf({ url }: Pick<Entry, 'url'>): string {
  const path = withoutHost(url)
  const query = path.indexOf('?')
  return maskText(query < 0 ? path : path.slice(0, query))
}
