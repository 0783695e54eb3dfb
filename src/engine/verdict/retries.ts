import { calendar } from '../clock/wall.ts'
import type { Ended, Entry } from '../journal/entry.ts'
import { pathOf, withoutHost } from '../journal/filter.ts'
import { responseText } from '../journal/view.ts'
import { follows, gap, type Rule, spellMs, tolerance } from './rule.ts'

const retriable = new Set([408, 409, 429])

/** Sends the same request again, with nothing in between, although the answer said that this is useless. */
export const retried_in_vain: Rule = ({ entries }) =>
  entries.flatMap((entry, n) => {
    const before = entries[n - 1]
    if (!before || !isSame(before, entry) || !follows(entry, before) || !isFinal(before)) return []
    // A fault says what a scenario wants it to say; the service's own answer stands if it is given again.
    if (!before.faults && (entry.status !== before.status || isLocked(before))) return []
    const message = `Request ${entry.n}, ${entry.method} ${pathOf(entry)}, repeats request ${before.n}, whose answer ${before.status} will not change by repeating it.`
    return [{ message, run: entry.run?.id ?? null, requests: [before.n, entry.n] }]
  })

/** Sends the same request again sooner than `retry-after` or `retry-after-ms` asked for. */
export const ignored_retry_after: Rule = ({ entries }) =>
  entries.flatMap((before, n) => {
    const asked = retryAfter(before)
    if (asked === undefined) return []
    const entry = entries.slice(n + 1).find((other) => isSame(before, other) && follows(other, before))
    if (!entry || !(gap(before, entry) < asked - tolerance)) return []
    const message = `Request ${entry.n}, ${entry.method} ${pathOf(entry)}, came ${spellMs(gap(before, entry))} after request ${before.n}, whose answer ${before.status} asked to wait ${spellMs(asked)}.`
    return [{ message, run: null, requests: [before.n, entry.n] }]
  })

function isSame(a: Entry, b: Entry): boolean {
  if (a.method !== b.method || withoutHost(a.url) !== withoutHost(b.url)) return false
  return JSON.stringify(a.body) === JSON.stringify(b.body)
}

/** `x-should-retry` wins over the status, as the official clients have it. */
function isFinal({ status, responseHeaders }: Entry): boolean {
  const advice = responseHeaders?.['x-should-retry']
  if (status < 400 || advice === 'true') return false
  return advice === 'false' || (status < 500 && !retriable.has(status))
}

/** A thread is locked for as long as a run is active, a run refuses changes for as long as it works: waiting helps. */
function isLocked(entry: Entry): boolean {
  return /already has an active run|while a run \w+ is active|Cannot update run/.test(responseText(entry))
}

/** Milliseconds. */
function retryAfter({ status, responseHeaders = {}, ended }: Entry): number | undefined {
  if (status < 400 || !ended) return undefined
  const { 'retry-after': after = '', 'retry-after-ms': afterMs } = responseHeaders
  const seconds = Number(after || Number.NaN)
  const ms = afterMs !== undefined ? Number(afterMs) : Number.isNaN(seconds) ? untilDate(after, ended) : seconds * 1000
  return Number.isNaN(ms) ? undefined : ms
}

/** A client may go by its own clock or by ours, which the answer's `date` tells: who waits until either says so has waited. */
function untilDate(date: string, { at, wall }: Ended): number {
  return Math.max(0, Date.parse(date) - Math.max(at, calendar(wall)))
}
