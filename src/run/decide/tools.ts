import type { Event } from '../events.ts'
import type { FunctionCall } from '../objects.ts'
import { Refusal } from '../refusal.ts'
import type { RunState } from '../state.ts'
import { type CommandOf, type Context, newStep, openStep, openToolStep, refuse } from './context.ts'

export function openToolCalls(state: RunState, context: Context): Event[] {
  if (openStep(state)) return refuse(state, 'open_tool_calls', 'a step is still open')
  const step = newStep(state, context, { type: 'tool_calls', tool_calls: [] })
  return [
    { event: 'thread.run.step.created', data: step },
    { event: 'thread.run.step.in_progress', data: step },
  ]
}

export function appendToolCall(state: RunState, { delta }: CommandOf<'append_tool_call'>): Event[] {
  const { step } = openToolStep(state, 'append_tool_call')
  const data = {
    id: step.id,
    object: 'thread.run.step.delta' as const,
    delta: { step_details: { type: 'tool_calls' as const, tool_calls: [delta] } },
  }
  return [{ event: 'thread.run.step.delta', data }]
}

export function closeToolCalls(
  state: RunState,
  { usage, tool_calls }: CommandOf<'close_tool_calls'>,
  { now }: Context,
): Event[] {
  const { step, tool_calls: streamed } = openToolStep(state, 'close_tool_calls')
  const step_details = { type: 'tool_calls' as const, tool_calls: tool_calls ?? streamed }
  return [
    {
      event: 'thread.run.step.completed',
      data: { ...step, status: 'completed', completed_at: now, step_details, usage },
    },
  ]
}

export function requireAction(state: RunState, asked = 'require_action'): Event[] {
  const { tool_calls } = openToolStep(state, asked)
  const pending = functionCalls(tool_calls)
  if (pending.length === 0) return refuse(state, asked, 'no function was called')
  const required_action = {
    type: 'submit_tool_outputs' as const,
    submit_tool_outputs: {
      tool_calls: pending.map(({ id, type, function: { name, arguments: args } }) => ({
        id,
        type,
        function: { name, arguments: args },
      })),
    },
  }
  return [{ event: 'thread.run.requires_action', data: { ...state.run, status: 'requires_action', required_action } }]
}

/** The step completes the second the outputs arrive; the run queues again, keeping its first start and its expiry (protocol.md §2.1). */
export function submitToolOutputs(
  state: RunState,
  command: CommandOf<'submit_tool_outputs'>,
  { now }: Context,
): Event[] {
  const { step, tool_calls } = openToolStep(state, 'submit_tool_outputs')
  const outputs = checkOutputs(functionCalls(tool_calls), command)
  const answered = tool_calls.map((call) =>
    call.type === 'function' ? { ...call, function: { ...call.function, output: outputs.get(call.id)! } } : call,
  )
  const completed = { ...step, status: 'completed' as const, completed_at: now, usage: command.usage }
  return [
    {
      event: 'thread.run.step.completed',
      data: { ...completed, step_details: { type: 'tool_calls', tool_calls: answered } },
    },
    { event: 'thread.run.queued', data: { ...state.run, status: 'queued', required_action: null } },
  ]
}

function functionCalls(calls: { type: string }[]): FunctionCall[] {
  return calls.filter((call) => call.type === 'function') as FunctionCall[]
}

function checkOutputs(
  pending: FunctionCall[],
  { tool_outputs }: CommandOf<'submit_tool_outputs'>,
): Map<string, string> {
  const expected = pending.map(({ id }) => id)
  const got = tool_outputs.map(({ tool_call_id }) => tool_call_id)
  const outputs = new Map(tool_outputs.map(({ tool_call_id, output }) => [tool_call_id, output]))
  if (outputs.size < got.length) throw new Refusal({ kind: 'duplicate_outputs', got })
  if (outputs.size !== expected.length || expected.some((id) => !outputs.has(id)))
    throw new Refusal({ kind: 'missing_outputs', expected, got })
  return outputs
}
