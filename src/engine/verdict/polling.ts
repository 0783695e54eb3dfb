import { isTerminal } from '../../run/lifecycle.ts'
import type { Entry } from '../journal/entry.ts'
import { routes, type RunTrace } from '../journal/traces.ts'
import { follows, gap, type Rule, spellMs, tolerance } from './rule.ts'

/**
 * Reads a run, and then again sooner than the `openai-poll-after-ms` of that answer asked for. What comes after something else was done
 * with the run, such as cancelling it, or beside another read, is no polling.
 */
export const polled_too_fast: Rule = ({ runs }) =>
  runs.flatMap(({ run: { id }, entries }) => {
    const hasty = entries.flatMap((entry, n) => {
      const before = entries[n - 1]
      if (!before || !isRead(before) || !isRead(entry) || !follows(entry, before)) return []
      const hint = Number(before.responseHeaders?.['openai-poll-after-ms'] ?? 0)
      return gap(before, entry) < hint - tolerance ? [{ before, entry, hint }] : []
    })
    // A single one may have been sent beside the other.
    const [first] = hasty
    if (!first || hasty.length < 2) return []
    const message = `The run ${id} was read ${hasty.length} times sooner than asked: request ${first.entry.n} came ${spellMs(gap(first.before, first.entry))} after request ${first.before.n}, whose openai-poll-after-ms was ${first.hint}.`
    return [{ message, run: id, requests: hasty.map(({ entry }) => entry.n) }]
  })

// A few more reads may be meant: by a test, or by a page that is loaded again.
const needless = 5

/** Keeps reading a run that has ended; one that is incomplete has a rule of its own. */
export const polled_on: Rule = ({ runs }) =>
  runs.flatMap((trace) => {
    const { id, status } = trace.run
    if (status === 'incomplete' || !pollsOn(trace)) return []
    const reads = readsAfterEnd(trace)
    const message = `The run ${id} was read ${reads.length} times more after the client had been told that it is ${status}.`
    return [{ message, run: id, requests: reads.map(({ n }) => n) }]
  })

/** Whether a client goes on reading a run although it has been told of its end. */
export function pollsOn(trace: RunTrace): boolean {
  return readsAfterEnd(trace).length >= needless
}

/** The reads after the client has been told that the run has ended. */
export function readsAfterEnd({ entries, told }: RunTrace): Entry[] {
  const end = told.find(({ status }) => isTerminal(status))?.entry
  return end ? entries.filter((entry) => isRead(entry) && entry.n > end.n) : []
}

function isRead({ route }: Entry): boolean {
  return route === routes.retrieveRun
}
