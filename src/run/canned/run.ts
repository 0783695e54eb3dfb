import { type Context, openStep, refuse } from '../decide/context.ts'
import { decide } from '../decide/decide.ts'
import { requireAction } from '../decide/tools.ts'
import type { Command } from '../commands.ts'
import type { RunEvent } from '../events.ts'
import { lastErrors } from '../last_errors.ts'
import { isTerminal, type RunStatus, transitions } from '../lifecycle.ts'
import type { LastError, Run } from '../objects.ts'
import type { RunState } from '../state.ts'
import { identity, wholeUsage } from './live.ts'

type Data = Record<string, unknown>

/** The run in a status that it can have now. */
export function cannedRun(state: RunState, status: RunStatus, data: Data, context: Context): RunEvent {
  const live = status === state.run.status ? state.run : reached(state, status, data, context)
  const { required_action } = live
  return {
    event: `thread.run.${status}`,
    data: { ...live, ...data, ...wholeUsage(data.usage), ...identity(live), status, required_action },
  }
}

/** What the run would be if it got there without a literal event. */
function reached(state: RunState, status: RunStatus, data: Data, context: Context): Run {
  const event = `thread.run.${status}`
  const { run, message } = state
  const reachable: string[] = Object.values(transitions[run.status])
  if (!reachable.includes(status)) return refuse(state, event, `a run that is ${run.status} cannot become ${status}`)
  if (isTerminal(status)) {
    if (message) return refuse(state, event, 'its message is still open')
    if (openStep(state)) return refuse(state, event, 'its step is still open')
  }
  if (status === 'queued') return refuse(state, event, "only a client's tool outputs bring a run back to queued")
  const events =
    status === 'requires_action' ? requireAction(state, event) : decide(state, commandFor(status, data), context)
  return events.at(-1)!.data as Run
}

function commandFor(
  status: Exclude<RunStatus, 'queued' | 'requires_action'>,
  { last_error, incomplete_details }: Data,
): Command {
  switch (status) {
    case 'in_progress':
      return { type: 'start' }
    case 'cancelling':
      return { type: 'cancel' }
    case 'cancelled':
      return { type: 'confirm_cancel' }
    case 'completed':
      return { type: 'complete' }
    case 'expired':
      return { type: 'expire' }
    case 'incomplete': {
      const { reason } = (incomplete_details ?? {}) as { reason?: string }
      return { type: 'truncate', reason: reason ?? 'max_completion_tokens' }
    }
    case 'failed':
      return { type: 'fail', last_error: (last_error as LastError | undefined) ?? lastErrors.server_error }
  }
}
