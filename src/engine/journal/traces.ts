import { type RunStatus, runStatuses } from '../../run/lifecycle.ts'
import type { Run } from '../../run/objects.ts'
import type { Entry } from './entry.ts'
import { isEventStream, json, readEvents, responseText } from './view.ts'

/** What a client did with one run, as the journal tells it. */
export interface RunTrace {
  /** The request that created it. */
  created: Entry
  /** The body of that request. */
  request: Record<string, unknown>
  /** The run as it was last told to anyone. */
  run: Run
  /** The requests about it, that which created it included, in the order in which they came. */
  entries: Entry[]
  /** The calls that a client was asked to answer, by id. */
  calls: Map<string, { name: string; arguments: string }>
  /** What clients have answered, in order; only what was accepted. */
  outputs: { id: string; name: string; output: string }[]
  /** Each time a client was told the status, polled or in a stream. */
  told: { status: RunStatus; entry: Entry }[]
}

export const routes = {
  createRun: 'POST /threads/:thread/runs',
  createThreadAndRun: 'POST /threads/runs',
  retrieveRun: 'GET /threads/:thread/runs/:run',
  listRuns: 'GET /threads/:thread/runs',
  submit: 'POST /threads/:thread/runs/:run/submit_tool_outputs',
  listMessages: 'GET /threads/:thread/messages',
  retrieveMessage: 'GET /threads/:thread/messages/:message',
} as const

/** The runs that were created, in order, each with what was done with it. */
export function traces(entries: Iterable<Entry>): RunTrace[] {
  const byId = new Map<string, RunTrace>()
  for (const entry of entries) {
    const { run, route } = entry
    if (route === routes.listRuns) noteList(entry, byId)
    if (!run) continue
    let trace = byId.get(run.id)
    if (!trace) {
      if (route !== routes.createRun && route !== routes.createThreadAndRun) continue
      const request = object(entry.body)
      trace = { created: entry, request, run, entries: [], calls: new Map(), outputs: [], told: [] }
      byId.set(run.id, trace)
    }
    trace.entries.push(entry)
    trace.run = run
    for (const call of run.required_action?.submit_tool_outputs.tool_calls ?? [])
      trace.calls.set(call.id, call.function)
    if (route === routes.submit && succeeded(entry)) noteOutputs(entry, trace)
    for (const status of statuses(entry, run)) trace.told.push({ status, entry })
  }
  return [...byId.values()]
}

export function succeeded({ status }: Entry): boolean {
  return status >= 200 && status < 300
}

/** The path's parameter after a word: `/threads/thread_1/runs` has thread_1 after threads. */
export function idAfter(word: string, { url }: Entry): string | undefined {
  return new RegExp(`/${word}/([^/?]+)`).exec(url)?.[1]
}

/** A JSON body as an object; an empty one where it is none. */
export function object(body: Entry['body']): Record<string, unknown> {
  const value = typeof body === 'string' ? json(body) : undefined
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function noteOutputs({ body }: Entry, { calls, outputs }: RunTrace): void {
  const { tool_outputs } = object(body) as { tool_outputs?: { tool_call_id: string; output?: string }[] }
  for (const { tool_call_id: id, output } of tool_outputs ?? [])
    outputs.push({ id, name: calls.get(id)?.name ?? id, output: output ?? '' })
}

/** The statuses that an answer told. */
function statuses(entry: Entry, run: Run): RunStatus[] {
  if (!succeeded(entry)) return []
  if (!isEventStream(entry)) return [run.status]
  return readEvents(entry.pieces ?? []).flatMap(({ event, data }) => {
    if (!event.startsWith('thread.run.') || event.startsWith('thread.run.step.')) return []
    // An event may be called otherwise than the run that it carries (decisions 12): who looks at either is told.
    const { status } = object(data) as { status?: RunStatus }
    return [event.slice('thread.run.'.length) as RunStatus, ...(status ? [status] : [])].filter(isStatus)
  })
}

const isStatus = (word: RunStatus) => runStatuses.includes(word)

/** A list of runs tells the status of each. */
function noteList(entry: Entry, byId: Map<string, RunTrace>): void {
  if (!succeeded(entry)) return
  const { data } = json(responseText(entry)) as { data?: { id: string; status: RunStatus }[] }
  for (const { id, status } of data ?? []) {
    const trace = byId.get(id)
    trace?.entries.push(entry)
    trace?.told.push({ status, entry })
  }
}
