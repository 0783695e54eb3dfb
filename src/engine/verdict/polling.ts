import { isTerminal } from '../../run/lifecycle.ts'
import type { Entry } from '../journal/entry.ts'
import { routes, type RunTrace } from '../journal/traces.ts'
import { gap, type Rule, spellMs, tolerance } from './rule.ts'

/** Reads a run sooner than `openai-poll-after-ms` of the read before asked for. */
export const polled_too_fast: Rule = ({ runs }) =>
  runs.flatMap(({ run: { id }, entries }) => {
    const reads = readsOf(entries)
    const hasty = reads.flatMap((entry, n) => {
      const before = reads[n - 1]
      const hint = Number(before?.responseHeaders?.['openai-poll-after-ms'] ?? 0)
      return before && gap(before, entry) < hint - tolerance ? [{ before, entry, hint }] : []
    })
    const [first] = hasty
    if (!first) return []
    const message = `The run ${id} was read ${hasty.length} times sooner than asked: request ${first.entry.n} came ${spellMs(gap(first.before, first.entry))} after request ${first.before.n}, whose openai-poll-after-ms was ${first.hint}.`
    return [{ message, run: id, requests: hasty.map(({ entry }) => entry.n) }]
  })

// One more read may be meant, to see the usage for example.
const needlessReads = 3

/** Keeps reading a run that has ended. */
export const polled_on: Rule = ({ runs }) =>
  runs.flatMap((trace) => {
    const { id, status } = trace.run
    const needless = readsAfterEnd(trace)
    if (status === 'incomplete' || needless.length < needlessReads) return []
    const message = `The run ${id} was read ${needless.length} times more after the client had been told that it is ${status}.`
    return [{ message, run: id, requests: needless.map(({ n }) => n) }]
  })

/** The reads after the client has been told that the run has ended. */
export function readsAfterEnd({ entries, told }: RunTrace): Entry[] {
  const end = told.find(({ status }) => isTerminal(status))?.entry
  return end ? readsOf(entries).filter(({ n }) => n > end.n) : []
}

function readsOf(entries: Entry[]): Entry[] {
  return entries.filter(({ route }) => route === routes.retrieveRun)
}
