import { readEvents, isEventStream, responseText } from '../journal/view.ts'
import { idAfter, routes, type RunTrace, succeeded } from '../journal/traces.ts'
import { currentRun } from '../verify/runs.ts'
import { leftovers } from '../leftovers.ts'
import { pollsOn, readsAfterEnd } from './polling.ts'
import type { Rule, Story } from './rule.ts'

/** Lets a run write messages and never reads them. */
export const never_read: Rule = (story) =>
  story.runs.flatMap((trace) => {
    const run = currentRun(story.project, trace)
    const node = story.project.threads.all.get(run.thread_id)?.runs.get(run.id)
    const wrote = node?.state.steps.some(({ type }) => type === 'message_creation')
    if (run.status !== 'completed' || !wrote || !isKnown(trace) || hasRead(story, trace)) return []
    const message = `The run ${run.id} has completed, but its messages were never read.`
    return [{ message, run: run.id, requests: [trace.created.n] }]
  })

/** In a stream, or from the thread: a message says which run has written it. */
function hasRead({ entries }: Story, { run, entries: own }: RunTrace): boolean {
  const streamed = own.some(
    (entry) =>
      isEventStream(entry) &&
      readEvents(entry.pieces!).some(({ event }) => /^thread\.message\.(delta|completed)$/.test(event)),
  )
  const listed = entries.some(
    (entry) =>
      (entry.route === routes.listMessages || entry.route === routes.retrieveMessage) &&
      succeeded(entry) &&
      idAfter('threads', entry) === run.thread_id &&
      responseText(entry).includes(run.id),
  )
  return streamed || listed
}

/** Leaves a run active: it locks its thread. Who has cancelled a run has done what can be done. */
export const left_active: Rule = ({ project }) =>
  leftovers(project).waiting.flatMap(({ id, status, waits_for }) =>
    status === 'cancelling'
      ? []
      : [{ message: `The run ${id} was left ${status}: it waits for ${waits_for}.`, run: id, requests: [] }],
  )

/** Never learns that a run has ended `incomplete`, or goes on reading as if it had not. */
export const incomplete_unhandled: Rule = ({ project, runs }) =>
  runs.flatMap((trace) => {
    const { id, status } = currentRun(project, trace)
    if (status !== 'incomplete' || !isKnown(trace)) return []
    const isTold = trace.told.some((each) => each.status === 'incomplete')
    if (isTold && !pollsOn(trace)) return []
    const reads = readsAfterEnd(trace)
    const message = isTold
      ? `The run ${id} has ended incomplete; the client was told, and read it ${reads.length} times more.`
      : `The run ${id} has ended incomplete, and the client never learned of it.`
    return [{ message, run: id, requests: reads.map(({ n }) => n) }]
  })

/** Whether a client was ever told of the run and has not walked away from it: it may never have got the answer that made it. */
function isKnown({ told, entries }: RunTrace): boolean {
  return told.length > 0 && entries.at(-1)!.ended?.how !== 'left'
}
