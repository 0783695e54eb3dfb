import type { Event } from '../../run/events.ts'
import type { Run } from '../../run/objects.ts'
import type { Entry } from '../journal/entry.ts'
import { routes, succeeded } from '../journal/traces.ts'
import type { Counts } from './counts.ts'

/** Notes what happens to a run. */
export function noteEvents(counts: Counts, before: Run, events: Event[]): void {
  let { status } = before
  for (const { event, data } of events) {
    if (event.startsWith('thread.run.step.completed')) noteTools(counts, data as Parameters<typeof noteTools>[1])
    if (!event.startsWith('thread.run.') || event.startsWith('thread.run.step.')) continue
    const run = data as Run
    if (run.status === status) continue
    counts.add('transitions', `${status} → ${run.status}`)
    status = run.status
    if (run.last_error) counts.add('run_errors', run.last_error.code)
    if (run.incomplete_details) counts.add('incomplete_reasons', run.incomplete_details.reason)
  }
}

function noteTools(
  counts: Counts,
  { step_details: details }: { step_details: { type: string; tool_calls?: { type: string }[] } },
): void {
  const calls = details.tool_calls
  if (!calls) return
  for (const type of new Set(calls.map((call) => call.type))) counts.add('tools', type)
  if (calls.filter(({ type }) => type === 'function').length > 1) counts.add('tools', 'several functions at once')
}

/** Notes that a client is told an event of a run in a stream. */
export function noteTold(counts: Counts, { event, data }: Event): void {
  if (event === 'error') counts.add('connections', 'error event in a stream')
  else if (event.startsWith('thread.run.') && !event.startsWith('thread.run.step.') && event !== 'thread.run.created')
    counts.add('statuses', (data as Run).status)
}

/** Notes how a request was answered. */
export function noteAnswer(counts: Counts, entry: Entry, streams: boolean): void {
  const { status, route, run, ended, method, faults } = entry
  if (status >= 400) counts.add('http_errors', String(status))
  if (ended?.how === 'broken') counts.add('connections', 'broken by a fault')
  if (ended?.how === 'left') counts.add('connections', 'left by the client')
  if (faults?.includes('error_event')) counts.add('connections', 'error event in a stream')
  if (!run || !succeeded(entry)) return
  if (!streams) counts.add('statuses', run.status)
  if (route === routes.retrieveRun) counts.add('watching', 'polling')
  else if (streams && method === 'POST')
    counts.add('watching', route === routes.submit ? 'streaming after tool outputs' : 'streaming')
  if (entry.scenario && (route === routes.createRun || route === routes.createThreadAndRun))
    counts.add('scenarios', entry.scenario)
}
