import type { Command } from '../commands.ts'
import type { Message, RunStep } from '../objects.ts'
import { Refusal } from '../refusal.ts'
import { type RunState, written } from '../state.ts'

/** What a decision may know besides the state: the time in Unix seconds, and how an object that belongs to `parent` is named. */
export interface Context {
  now: number
  newId: (kind: 'step' | 'msg' | 'call', parent: string, n: number) => string
}

export type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>

export function refuse(state: RunState, command: string, why: string): never {
  throw new Refusal({ kind: 'script', command, status: state.run.status, why })
}

/** The step that is being worked on, if any: steps of one run never overlap. */
export function openStep(state: RunState): RunStep | undefined {
  const last = state.steps.at(-1)
  return last?.status === 'in_progress' ? last : undefined
}

export function openMessage(state: RunState, command: string): Message {
  return written(state) ?? refuse(state, command, 'no message is open')
}

/** Of the open message only what a delta needs to know. */
export function openContent(state: RunState, command: string): Pick<Message, 'id' | 'content'> {
  const { message, content } = state
  return message ? { id: message.id, content } : refuse(state, command, 'no message is open')
}

export function openToolStep(state: RunState, command: string) {
  const step = openStep(state)
  if (step?.step_details.type !== 'tool_calls') return refuse(state, command, 'no tool calls are open')
  return { step, tool_calls: step.step_details.tool_calls }
}

/** A new step, in progress. */
export function newStep(
  { run, steps }: RunState,
  { now, newId }: Context,
  step_details: RunStep['step_details'],
): RunStep {
  return {
    id: newId('step', run.id, steps.length),
    object: 'thread.run.step',
    created_at: now,
    run_id: run.id,
    assistant_id: run.assistant_id,
    thread_id: run.thread_id,
    type: step_details.type,
    status: 'in_progress',
    cancelled_at: null,
    completed_at: null,
    expires_at: run.expires_at,
    failed_at: null,
    last_error: null,
    step_details,
    usage: null,
  }
}
