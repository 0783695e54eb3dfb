import { cannedMessage } from './canned/message.ts'
import { cannedRun } from './canned/run.ts'
import { cannedStep } from './canned/step.ts'
import { type Context, refuse } from './decide/context.ts'
import type { Event } from './events.ts'
import { runStatuses, type RunStatus } from './lifecycle.ts'
import type { MessageStatus, StepStatus } from './objects.ts'
import type { RunState } from './state.ts'

export interface CannedEvent {
  event: string
  data: Record<string, unknown>
}

const messageStatuses = ['in_progress', 'completed', 'incomplete'] as const satisfies MessageStatus[]
const stepStatuses = ['in_progress', 'completed', 'failed', 'cancelled', 'expired'] as const satisfies StepStatus[]

/** The event names that a script may write literally. */
export const cannedNames: readonly string[] = [
  ...runStatuses.map((status) => `thread.run.${status}`),
  ...['created', 'delta', ...stepStatuses].map((name) => `thread.run.step.${name}`),
  ...['created', 'delta', ...messageStatuses].map((name) => `thread.message.${name}`),
]

/**
 * A literal event of a script as it can happen to this run: ids are the live ones, what it leaves out is what would have happened
 * anyway, and what it says stands. No such event breaks the order that clients rely on (clients.md): for that there are faults.
 * The shapes in `data` must have been checked.
 * @throws Refusal if nothing of the kind can happen now.
 */
export function canned(state: RunState, { event, data }: CannedEvent, context: Context): Event {
  if (!cannedNames.includes(event)) return refuse(state, event, 'no event of a run has this name')
  const name = event.slice(event.lastIndexOf('.') + 1)
  if (event.startsWith('thread.message.'))
    return cannedMessage(state, name as MessageStatus | 'created' | 'delta', data, context)
  if (event.startsWith('thread.run.step.'))
    return cannedStep(state, name as StepStatus | 'created' | 'delta', data, context)
  return cannedRun(state, name as RunStatus, data, context)
}
