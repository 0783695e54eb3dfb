import { isEventStream } from '../journal/view.ts'
import { idAfter, routes, type RunTrace, succeeded } from '../journal/traces.ts'
import { currentRun } from '../verify/runs.ts'
import { leftovers } from '../leftovers.ts'
import { readsAfterEnd } from './polling.ts'
import type { Rule, Story } from './rule.ts'

/** Lets a run write messages and never reads them. */
export const never_read: Rule = (story) =>
  story.runs.flatMap((trace) => {
    const run = currentRun(story.project, trace)
    const node = story.project.threads.all.get(run.thread_id)?.runs.get(run.id)
    const wrote = node?.state.steps.some(({ type }) => type === 'message_creation')
    if (run.status !== 'completed' || !wrote || hasRead(story, trace, run.completed_at!)) return []
    const message = `The run ${run.id} has completed, but its messages were never read.`
    return [{ message, run: run.id, requests: [trace.created.n] }]
  })

/** In a stream, or from the thread once the run had completed. */
function hasRead({ entries }: Story, { run, entries: own, created }: RunTrace, completed_at: number): boolean {
  const streamed = own.some((entry) => isEventStream(entry) && entry.pieces!.some(({ data }) => isTelling(data)))
  const listed = entries.some(
    (entry) =>
      (entry.route === routes.listMessages || entry.route === routes.retrieveMessage) &&
      succeeded(entry) &&
      entry.n > created.n &&
      Math.floor(entry.at / 1000) >= completed_at &&
      idAfter('threads', entry) === run.thread_id,
  )
  return streamed || listed
}

function isTelling(data: string | Uint8Array): boolean {
  const text = typeof data === 'string' ? data : new TextDecoder().decode(data)
  return text.includes('event: thread.message.delta')
}

/** Leaves a run active: it locks its thread. */
export const left_active: Rule = ({ project }) =>
  leftovers(project).waiting.map(({ id, status, waits_for }) => ({
    message: `The run ${id} was left ${status}: it waits for ${waits_for}.`,
    run: id,
    requests: [],
  }))

/** Never learns that a run has ended `incomplete`, or goes on reading as if it had not. */
export const incomplete_unhandled: Rule = ({ project, runs }) =>
  runs.flatMap((trace) => {
    const { id, status } = currentRun(project, trace)
    if (status !== 'incomplete') return []
    const isTold = trace.told.some((each) => each.status === 'incomplete')
    const needless = readsAfterEnd(trace)
    if (isTold && needless.length < 2) return []
    const message = isTold
      ? `The run ${id} has ended incomplete; the client was told, and read it ${needless.length} times more.`
      : `The run ${id} has ended incomplete, and the client never learned of it.`
    return [{ message, run: id, requests: needless.map(({ n }) => n) }]
  })
