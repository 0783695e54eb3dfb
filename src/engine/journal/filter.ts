import { didYouMean, oneOf } from '../../scenario/words.ts'
import { ControlError } from '../control_error.ts'
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

/** @throws ControlError where it asks for what cannot be: it would find nothing, and a test would take that for an answer */
export function wanted(filter: JournalFilter): (entry: Entry) => boolean {
  const { method, path, status, run, scenario, since, ...unknown } = filter
  mustBeNone(Object.keys(unknown))
  const tests: ((entry: Entry) => boolean)[] = []
  if (method !== undefined) {
    mustBeMethod(method)
    tests.push((entry) => entry.method === method.toUpperCase())
  }
  if (path !== undefined) tests.push((entry) => pathMatches(path, pathOf(entry)))
  if (status !== undefined) {
    if (!statusForm.test(String(status)))
      throw new ControlError('status', `"${status}" is no HTTP status: ${statuses}.`)
    const pattern = new RegExp(`^${String(status).toLowerCase().replaceAll('x', '\\d')}$`)
    tests.push((entry) => pattern.test(String(entry.status)))
  }
  if (run !== undefined) tests.push((entry) => entry.run?.id === run || pathOf(entry).includes(`/runs/${run}`))
  if (scenario !== undefined) tests.push((entry) => entry.scenario === scenario)
  if (since !== undefined) {
    const isNumber = typeof since === 'number' || /^\d+$/.test(String(since))
    const from = isNumber ? Number(since) : new Date(since as string | Date).getTime()
    if (Number.isNaN(from))
      throw new ControlError(
        'since',
        `"${since}" is neither the number of an entry nor a time such as 2026-01-01T00:00:00Z.`,
      )
    tests.push(isNumber ? ({ n }) => n > from : ({ at }) => at >= from)
  }
  return (entry) => tests.every((test) => test(entry))
}

/** What an HTTP status may be written as. */
export const statusForm = /^[1-5](\d\d|xx)$/i
export const statuses = 'expected one such as 404, or a class such as 4xx'

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

/** @throws ControlError */
export function mustBeMethod(method: string): void {
  if (!methods.includes(String(method).toUpperCase()))
    throw new ControlError('method', `There is no method "${method}": expected ${oneOf(methods)}.`)
}

const words = ['method', 'path', 'status', 'run', 'scenario', 'since']

function mustBeNone(unknown: string[]): void {
  const [word] = unknown
  if (word !== undefined)
    throw new ControlError(
      'filter',
      `Unknown word "${word}".${didYouMean(word, words)} A filter has ${words.join(', ')}.`,
    )
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
