import type { Context } from './decide/context.ts'
import { openMessage, openStep, refuse } from './decide/context.ts'
import { openMessageStep } from './decide/message.ts'
import { openToolCalls } from './decide/tools.ts'
import type { Event } from './events.ts'
import { type RunStatus, transitions } from './lifecycle.ts'
import type { MessageStatus, RunStep, StepStatus } from './objects.ts'
import type { RunState } from './state.ts'

export interface CannedEvent {
  event: string
  data: Record<string, unknown>
}

const messageStatuses = ['in_progress', 'completed', 'incomplete'] as const
const stepStatuses = ['in_progress', 'completed', 'failed', 'cancelled', 'expired'] as const

/** The event names that a script may write literally. */
export const cannedNames: readonly string[] = [
  ...Object.keys(transitions).map((status) => `thread.run.${status}`),
  ...['created', 'delta', ...stepStatuses].map((name) => `thread.run.step.${name}`),
  ...['created', 'delta', ...messageStatuses].map((name) => `thread.message.${name}`),
]

/**
 * A literal event of a script as it can happen to this run: ids are the live ones, what it leaves out is filled in from the run, the
 * step or the message it is about, and what it says stands.
 * @throws Refusal if nothing of the kind can happen now, or the lifecycle forbids the status.
 */
export function canned(state: RunState, { event, data }: CannedEvent, context: Context): Event {
  const name = event.slice(event.lastIndexOf('.') + 1)
  if (event.startsWith('thread.message.')) return message(state, name, data, context)
  if (event.startsWith('thread.run.step.')) return step(state, name, data, context)
  return run(state, name, data)
}

function run(state: RunState, name: string, data: Record<string, unknown>): Event {
  const { status } = state.run
  const reachable: string[] = [status, ...Object.values(transitions[status])]
  if (!reachable.includes(name))
    return refuse(state, `thread.run.${name}`, `a run that is ${status} cannot become ${name}`)
  return {
    event: `thread.run.${name as RunStatus}`,
    data: { ...state.run, ...data, ...identity(state.run), status: name as RunStatus },
  }
}

function step(state: RunState, name: string, data: Record<string, unknown>, context: Context): Event {
  const event = `thread.run.step.${name}` as `thread.run.step.${StepStatus}`
  if (name === 'created') {
    const type = (data.type ?? 'tool_calls') as RunStep['type']
    const [first] = type === 'tool_calls' ? openToolCalls(state, context) : openMessageStep(state, context)
    const fresh = first!.data as RunStep
    return { event: 'thread.run.step.created', data: { ...fresh, ...data, ...identity(fresh) } }
  }
  const open = openStep(state) ?? refuse(state, event, 'no step is open')
  if (name === 'delta')
    return {
      event: 'thread.run.step.delta',
      data: { ...(data as { delta: never }), id: open.id, object: 'thread.run.step.delta' },
    }
  const ended =
    name === 'completed'
      ? { completed_at: context.now }
      : name === 'failed'
        ? { failed_at: context.now }
        : name === 'cancelled'
          ? { cancelled_at: context.now }
          : {}
  return { event, data: { ...open, ...ended, ...data, ...identity(open), status: name as StepStatus } }
}

function message(state: RunState, name: string, data: Record<string, unknown>, context: Context): Event {
  const event = `thread.message.${name}` as `thread.message.${MessageStatus}`
  if (name === 'created') {
    const details = openStep(state)?.step_details
    if (details?.type !== 'message_creation') return refuse(state, event, 'no message_creation step is open')
    const fresh = openMessageStep({ ...state, steps: [] }, context)[2]!.data
    const id = details.message_creation.message_id
    return { event: 'thread.message.created', data: { ...fresh, ...data, id } as never }
  }
  const open = openMessage(state, event)
  if (name === 'delta')
    return {
      event: 'thread.message.delta',
      data: { ...(data as { delta: never }), id: open.id, object: 'thread.message.delta' },
    }
  const ended =
    name === 'completed' ? { completed_at: context.now } : name === 'incomplete' ? { incomplete_at: context.now } : {}
  return { event, data: { ...open, ...ended, ...data, ...identity(open), status: name as MessageStatus } }
}

/** What a literal event cannot change: which object it is. */
function identity<T extends { id: string; object: string; thread_id: string }>({
  id,
  object,
  thread_id,
}: T): Pick<T, 'id' | 'object' | 'thread_id'> {
  return { id, object, thread_id }
}
