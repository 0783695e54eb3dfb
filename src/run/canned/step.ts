import { type Context, openStep, openToolStep, refuse } from '../decide/context.ts'
import { openMessageStep } from '../decide/message.ts'
import { openToolCalls } from '../decide/tools.ts'
import type { StepDeltaEvent, StepEvent, ToolCallDelta } from '../events.ts'
import { lastErrors } from '../last_errors.ts'
import type { CodeOutput, RunStep, StepDetails, StepStatus, ToolCall } from '../objects.ts'
import type { RunState } from '../state.ts'
import { identity, mustBeInProgress, mustMerge, wholeUsage } from './live.ts'

type Data = Record<string, unknown>

/** A new step where none is open, or what becomes of the open one. */
export function cannedStep(
  state: RunState,
  name: StepStatus | 'created' | 'delta',
  data: Data,
  context: Context,
): StepEvent | StepDeltaEvent {
  const event = `thread.run.step.${name}` as const
  if (name === 'created') {
    mustBeInProgress(state, event)
    if (openStep(state)) return refuse(state, event, 'a step is still open')
    const open = data.type === 'message_creation' ? openMessageStep : openToolCalls
    const fresh = open(state, context)[0]!.data as RunStep
    return { event: 'thread.run.step.created', data: told(fresh, 'in_progress', data, context) }
  }
  if (name === 'delta') {
    mustBeInProgress(state, event)
    return delta(state, data, context)
  }
  const open = openStep(state) ?? refuse(state, event, 'no step is open')
  if (data.type !== undefined && data.type !== open.type)
    return refuse(state, event, `the open step is of type ${open.type}`)
  if (name !== 'in_progress') {
    if (state.message) return refuse(state, event, 'its message is still open')
    if (state.run.status === 'requires_action') return refuse(state, event, "it waits for a client's tool outputs")
  }
  return { event: `thread.run.step.${name}`, data: told({ ...open, ...ended(name, context.now) }, name, data, context) }
}

function ended(status: StepStatus, now: number): Partial<RunStep> {
  switch (status) {
    case 'completed':
      return { completed_at: now }
    case 'failed':
      return { failed_at: now, last_error: lastErrors.server_error }
    case 'cancelled':
      return { cancelled_at: now }
    default:
      return {}
  }
}

function told(live: RunStep, status: StepStatus, data: Data, context: Context): RunStep {
  const { run_id, type } = live
  const step_details = details(live, data.step_details as Partial<StepDetails> | undefined, context)
  return { ...live, ...data, ...wholeUsage(data.usage), ...identity(live), run_id, type, status, step_details }
}

/** The calls that the event tells of, under their live ids; a message_creation step keeps its message. */
function details(
  { id: step, step_details }: RunStep,
  given: Partial<StepDetails> | undefined,
  { newId }: Context,
): StepDetails {
  if (step_details.type !== 'tool_calls' || !given || !('tool_calls' in given)) return step_details
  const { tool_calls: live } = step_details
  const tool_calls = (given.tool_calls as ToolCall[]).map((call, n) => ({
    ...call,
    id: live[n]?.id ?? call.id ?? newId('call', step, n),
  }))
  return { type: 'tool_calls', tool_calls }
}

function delta(state: RunState, data: Data, { newId }: Context): StepDeltaEvent {
  const event = 'thread.run.step.delta'
  const { step, tool_calls: before } = openToolStep(state, event)
  const { step_details } = data.delta as StepDeltaEvent['data']['delta']
  const seen: ToolCallDelta[] = []
  const tool_calls = step_details.tool_calls.map((entry): ToolCallDelta => {
    const known = [...before, ...seen]
    mustMerge(state, event, known, entry)
    mustMergeOutputs(state, event, before[entry.index], entry)
    if (entry.index === known.length) {
      seen.push(entry)
      return opened(state, event, { ...entry, id: entry.id ?? newId('call', step.id, entry.index) })
    }
    if (entry.id !== undefined || (entry.type === 'function' && entry.function.name !== undefined))
      return refuse(state, event, `call ${entry.index} is open already: an id or a name told twice is glued together`)
    if (entry.type === 'file_search')
      return refuse(state, event, `call ${entry.index} is a search, which has one delta`)
    return entry
  })
  return { event, data: { id: step.id, object: event, delta: { step_details: { type: 'tool_calls', tool_calls } } } }
}

/** Clients keep the first entry of a call as it is, so it must be whole. */
function opened(state: RunState, event: string, entry: ToolCallDelta): ToolCallDelta {
  switch (entry.type) {
    case 'function':
      if (entry.function.name === undefined)
        return refuse(state, event, `call ${entry.index} is new: it needs a function name`)
      return { ...entry, function: { arguments: '', output: null, ...entry.function } }
    case 'code_interpreter':
      return { ...entry, code_interpreter: { input: '', outputs: [], ...entry.code_interpreter } }
    case 'file_search':
      return entry
  }
}

function mustMergeOutputs(state: RunState, event: string, call: ToolCall | undefined, entry: ToolCallDelta): void {
  if (entry.type !== 'code_interpreter') return
  const known: CodeOutput[] = call?.type === 'code_interpreter' ? [...call.code_interpreter.outputs] : []
  for (const output of entry.code_interpreter.outputs ?? []) {
    mustMerge(state, event, known, output)
    known[output.index] = output
  }
}
