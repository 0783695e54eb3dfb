import type { Command } from '../../src/run/commands.ts'
import { createRun, type RunRequest } from '../../src/run/create.ts'
import { decide } from '../../src/run/decide/decide.ts'
import type { CommandOf, Context } from '../../src/run/decide/context.ts'
import type { Event } from '../../src/run/events.ts'
import type { RunStatus } from '../../src/run/lifecycle.ts'
import type { Assistant } from '../../src/run/objects.ts'
import { Refusal, type Reason } from '../../src/run/refusal.ts'
import { fold, newState as freshState, type RunState } from '../../src/run/state.ts'
import { usage } from '../../src/run/usage.ts'

/** Ways to bring a run anywhere by commands alone: no clock, no script, no server. */

export const created = 1_767_225_600

export const assistant: Assistant = {
  id: 'asst_1',
  object: 'assistant',
  created_at: created,
  name: null,
  description: null,
  model: 'gpt-4o',
  instructions: 'Be brief.',
  tools: [],
  top_p: 1,
  temperature: 1,
  reasoning_effort: null,
  tool_resources: {},
  metadata: {},
  response_format: 'auto',
}

export function newState(request: RunRequest = {}): RunState {
  const run = createRun({ id: 'run_1', thread_id: 'thread_1', now: created }, request, assistant)
  return freshState(run)
}

export const at = (seconds: number): Context => ({
  now: created + seconds,
  newId: (kind, parent, n) => `${kind}_${parent}_${n}`,
})

/** A run on its way, with all that it told. */
export class Story {
  state = newState()
  events: Event[] = []
  seconds = 0

  /** Asks, a second after what was asked before, and folds what comes of it. @throws Refusal */
  ask(...commands: Command[]): this {
    for (const command of commands) this.tell(decide(this.state, command, at(++this.seconds)))
    return this
  }

  tell(events: Event[]): this {
    this.events.push(...events)
    this.state = events.reduce(fold, this.state)
    return this
  }

  /** The names of what comes of a command, or why nothing does. Changes nothing. */
  try(command: Command): string[] | Reason['kind'] {
    try {
      return decide(this.state, command, at(this.seconds + 1)).map(({ event }) => event)
    } catch (error) {
      if (error instanceof Refusal) return error.reason.kind
      throw error
    }
  }
}

export const spent = usage(10, 5)
const open = (index: number, id: string): Command => ({
  type: 'append_tool_call',
  delta: { index, id, type: 'function', function: { name: 'get_weather', arguments: '', output: null } },
})
const fragment = (index: number, text: string): Command => ({
  type: 'append_tool_call',
  delta: { index, type: 'function', function: { arguments: text } },
})

/** Commands that write, in a run in progress. */
export const talk: Command[] = [
  { type: 'open_message' },
  { type: 'append_text', value: 'It is' },
  { type: 'append_text', value: ' warm.' },
]
export const call: Command[] = [
  { type: 'open_tool_calls' },
  open(0, 'call_a'),
  fragment(0, '{"city":'),
  fragment(0, '"Paris"}'),
]
export const callTwice: Command[] = [...call, open(1, 'call_b'), fragment(1, '{}')]
export const answer: CommandOf<'submit_tool_outputs'> = {
  type: 'submit_tool_outputs',
  tool_outputs: [{ tool_call_id: 'call_a', output: '22' }],
  usage: spent,
}
export const broken = { code: 'server_error', message: 'Sorry, something went wrong.' }

/** A way into every status, the shortest the service had. */
export const ways: Record<RunStatus, Command[]> = {
  queued: [],
  in_progress: [{ type: 'start' }],
  requires_action: [{ type: 'start' }, ...call, { type: 'require_action' }],
  cancelling: [{ type: 'start' }, { type: 'cancel' }],
  completed: [{ type: 'start' }, ...talk, { type: 'close_message', usage: spent }, { type: 'complete' }],
  incomplete: [{ type: 'start' }, ...talk, { type: 'truncate', reason: 'max_completion_tokens', usage: spent }],
  failed: [{ type: 'start' }, ...talk, { type: 'fail', last_error: broken, usage: spent }],
  cancelled: [{ type: 'start' }, { type: 'cancel' }, { type: 'confirm_cancel' }],
  expired: [{ type: 'start' }, { type: 'expire' }],
}

export const storyIn = (status: RunStatus): Story => new Story().ask(...ways[status])

/** Where an active run can be when it is asked: its status, and in progress also what is open. */
export const activeSituations = {
  queued: () => storyIn('queued'),
  idle: () => storyIn('in_progress'),
  talking: () => storyIn('in_progress').ask(...talk),
  calling: () => storyIn('in_progress').ask(...call),
  waiting: () => storyIn('requires_action'),
  cancelling: () => storyIn('cancelling'),
}
