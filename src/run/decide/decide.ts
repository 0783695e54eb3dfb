import type { Command } from '../commands.ts'
import type { Event } from '../events.ts'
import { isVerb, next } from '../lifecycle.ts'
import { Refusal } from '../refusal.ts'
import type { RunState } from '../state.ts'
import { type Context, refuse } from './context.ts'
import { end } from './endings.ts'
import { appendImage, appendRefusal, appendText, closeMessage, openMessageStep } from './message.ts'
import { appendToolCall, closeToolCalls, openToolCalls, requireAction, submitToolOutputs } from './tools.ts'

/**
 * What follows from asking `command` of a run: the events that happened, in order. Changes nothing.
 * @throws Refusal where the lifecycle forbids the command, the tool outputs do not fit, or a script contradicts itself.
 */
export function decide(state: RunState, command: Command, context: Context): Event[] {
  mustBeAllowed(state, command)
  const { run } = state
  const { now } = context
  switch (command.type) {
    case 'open_message':
      return openMessageStep(state, context)
    case 'append_text':
      return appendText(state, command)
    case 'append_image':
      return appendImage(state, command)
    case 'append_refusal':
      return appendRefusal(state, command)
    case 'close_message':
      return closeMessage(state, command, context)
    case 'open_tool_calls':
      return openToolCalls(state, context)
    case 'append_tool_call':
      return appendToolCall(state, command)
    case 'close_tool_calls':
      return closeToolCalls(state, command, context)
    case 'start':
      return [{ event: 'thread.run.in_progress', data: { ...run, status: 'in_progress', started_at: now } }]
    case 'require_action':
      return requireAction(state)
    case 'submit_tool_outputs':
      return submitToolOutputs(state, command, context)
    case 'cancel':
      return [
        {
          event: 'thread.run.cancelling',
          data: { ...run, status: 'cancelling', started_at: run.started_at ?? now, required_action: null },
        },
      ]
    case 'confirm_cancel':
      return end(state, { status: 'cancelled' }, now)
    case 'complete':
      return end(state, { status: 'completed', usage: command.usage }, now)
    case 'truncate':
      return end(state, { status: 'incomplete', reason: command.reason, usage: command.usage }, now)
    case 'fail':
      return end(state, { status: 'failed', last_error: command.last_error, usage: command.usage }, now)
    case 'expire':
      return end(state, { status: 'expired' }, now)
  }
}

/** A verb needs its cell in the table; everything else is writing, which only a run in progress does. */
function mustBeAllowed(state: RunState, { type }: Command): void {
  const { status } = state.run
  if (isVerb(type)) {
    if (!next(status, type)) throw new Refusal({ kind: 'status', command: type, status })
  } else if (status !== 'in_progress') {
    refuse(state, type, `the run is ${status}, not in_progress`)
  }
}
