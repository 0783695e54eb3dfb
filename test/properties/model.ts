import type OpenAI from 'openai'

// Written by hand from protocol.md, and nothing here is imported from `src`: the model and the product must be wrong in the same way
// at the same time for a mistake to go unnoticed.

export type Run = OpenAI.Beta.Threads.Run
export type Status = Run['status']

/** Which status may follow which (protocol.md §3.1); a run fails under any of them when its thread or assistant goes. */
export const arrows: Record<Status, Status[]> = {
  queued: ['in_progress', 'cancelling', 'failed', 'expired'],
  in_progress: ['requires_action', 'completed', 'incomplete', 'failed', 'cancelling', 'expired'],
  requires_action: ['queued', 'cancelling', 'failed', 'expired'],
  cancelling: ['cancelled', 'completed', 'failed', 'expired'],
  completed: [],
  incomplete: [],
  failed: [],
  cancelled: [],
  expired: [],
}

export const isEnded = (status: Status) => arrows[status].length === 0
export const rests = (status: Status) => isEnded(status) || status === 'requires_action'

/** What may lie between two looks at a run. */
export function reachable(from: Status, seen = new Set<Status>([from])): Set<Status> {
  for (const to of arrows[from]) if (!seen.has(to)) reachable(to, seen.add(to))
  return seen
}

const taking: Record<'cancel' | 'submit' | 'modify', Status[]> = {
  cancel: ['queued', 'in_progress', 'requires_action'],
  submit: ['requires_action'],
  modify: ['queued', 'requires_action', 'completed', 'incomplete', 'failed', 'cancelled', 'expired'],
}

/** In the service's words, why a run does not take this now; undefined if it does (protocol.md §3.1, §4.1). */
export function refusal(asked: 'cancel' | 'submit' | 'modify', { status }: Run): string | undefined {
  if (taking[asked].includes(status)) return undefined
  if (asked === 'submit') return `Runs in status "${status}" do not accept tool outputs.`
  return asked === 'cancel'
    ? `Cannot cancel run with status '${status}'.`
    : `Cannot update run with status '${status}'.`
}

type Field = 'started_at' | 'completed_at' | 'cancelled_at' | 'failed_at' | 'expires_at'
const times: Field[] = ['started_at', 'completed_at', 'cancelled_at', 'failed_at', 'expires_at']

/** Which times are set in which status (protocol.md §2.1); a queued run has a start if it was queued again. */
const setIn: Record<Status, Field[]> = {
  queued: ['expires_at'],
  in_progress: ['started_at', 'expires_at'],
  requires_action: ['started_at', 'expires_at'],
  cancelling: ['started_at', 'expires_at'],
  completed: ['started_at', 'completed_at'],
  incomplete: ['started_at', 'completed_at'],
  failed: ['started_at', 'failed_at'],
  cancelled: ['started_at', 'cancelled_at'],
  expired: ['started_at', 'completed_at'],
}

/** What a run shows that it must not, or hides that it must show, by its status alone; `now` in Unix seconds. */
export function flaws(run: Run, now: number): string[] {
  const { status } = run
  const wrong: string[] = []
  const must = (key: keyof Run, set: boolean) => {
    if ((run[key] !== null) !== set) wrong.push(`${status}: ${key} is ${JSON.stringify(run[key])}`)
  }
  for (const key of times) if (!(status === 'queued' && key === 'started_at')) must(key, setIn[status].includes(key))
  must('required_action', status === 'requires_action')
  must('last_error', status === 'failed')
  must('incomplete_details', status === 'incomplete')
  must('usage', isEnded(status))
  const past = [run.created_at, run.started_at, run.completed_at ?? run.failed_at ?? run.cancelled_at]
  const known = past.filter((at) => at !== null)
  if (known.some((at, n) => at > now || at < (known[n - 1] ?? 0))) wrong.push(`${status}: times in disorder: ${known}`)
  if (status === 'requires_action' && run.required_action?.submit_tool_outputs.tool_calls.length === 0)
    wrong.push('requires_action: no calls')
  return wrong
}
