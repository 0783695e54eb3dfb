import { describe, expect, it } from 'vitest'
import type { Command } from '../../src/run/commands.ts'
import type { Event } from '../../src/run/events.ts'
import type { Message, Run, RunStep } from '../../src/run/objects.ts'
import { usage } from '../../src/run/usage.ts'
import { answer, broken, call, created, spent, Story, talk, ways } from './story.ts'

const start: Command = { type: 'start' }
const close: Command = { type: 'close_message', usage: spent }
const none = usage(0, 0)

/** Seconds after creation, or null: the story asks one command a second. */
type Second = number | null

/** What protocol.md §2.1 says of a run in each status, row by row: times, then the other fields that may be null. */
const rows: [string, Command[], Partial<Record<keyof Run, unknown>>][] = [
  ['queued, new', [], times(null, 600)],
  ['in_progress', [start], times(1, 600)],
  ['requires_action', ways.requires_action, { ...times(1, 600), required_action: expect.any(Object) }],
  ['queued, after submit: the first start is kept', [...ways.requires_action, answer], times(1, 600)],
  [
    'in_progress, after submit: started anew, its expiry as before',
    [...ways.requires_action, answer, start],
    times(8, 600),
  ],
  ['completed', ways.completed, { ...times(1, null, { completed_at: 6 }), usage: spent }],
  [
    'completed, after submit: the last start, the sum of both steps',
    [...ways.requires_action, answer, start, ...talk, close, { type: 'complete' }],
    { ...times(8, null, { completed_at: 13 }), usage: usage(20, 10) },
  ],
  ['cancelling, though never started', [{ type: 'cancel' }], times(1, 600)],
  ['cancelling, while in progress', ways.cancelling, times(1, 600)],
  ['cancelling, while it waited', [...ways.requires_action, { type: 'cancel' }], times(1, 600)],
  ['cancelled: usage is zeros, not null', ways.cancelled, { ...times(1, null, { cancelled_at: 3 }), usage: none }],
  [
    'completed, although cancelled',
    [...ways.cancelling, { type: 'complete' }],
    { ...times(1, null, { completed_at: 3 }), usage: none },
  ],
  [
    'completed in its message, although cancelled: the message has its cost',
    [start, ...talk, { type: 'cancel' }, { type: 'complete', usage: spent }],
    { ...times(1, null, { completed_at: 6 }), usage: spent },
  ],
  [
    'failed before the model ran',
    [start, { type: 'fail', last_error: broken }],
    { ...times(1, null, { failed_at: 2 }), last_error: broken, usage: none },
  ],
  [
    'failed before it started',
    [{ type: 'fail', last_error: broken }],
    { ...times(1, null, { failed_at: 1 }), last_error: broken, usage: none },
  ],
  ['failed', ways.failed, { ...times(1, null, { failed_at: 5 }), last_error: broken, usage: spent }],
  [
    'incomplete: completed_at is set',
    ways.incomplete,
    {
      ...times(1, null, { completed_at: 5 }),
      incomplete_details: { reason: 'max_completion_tokens' },
      usage: spent,
    },
  ],
  [
    'expired: completed_at is set, failed_at is not',
    ways.expired,
    { ...times(1, null, { completed_at: 2 }), usage: none },
  ],
  ['expired before it started', [{ type: 'expire' }], { ...times(1, null, { completed_at: 1 }), usage: none }],
  [
    'expired while it waited',
    [...ways.requires_action, { type: 'expire' }],
    { ...times(1, null, { completed_at: 7 }), usage: none },
  ],
]

function times(started: Second, expires: Second, ended: Record<string, Second> = {}) {
  const given = { started_at: started, expires_at: expires, completed_at: null, cancelled_at: null, failed_at: null }
  return stamped({ ...given, ...ended })
}

function stamped(seconds: Record<string, Second>): Record<string, Second> {
  return Object.fromEntries(
    Object.entries(seconds).map(([key, value]) => [key, value === null ? null : created + value]),
  )
}

describe('a run, null or not by status', () => {
  it.each(rows)('%s', (_, commands, fields) => {
    const nulls = { required_action: null, last_error: null, incomplete_details: null, usage: null }
    const { run } = new Story().ask(...commands).state
    expect(run).toMatchObject({ created_at: created, ...nulls, ...fields })
    expect(Object.keys(run).join(' ')).toBe(runKeys)
  })

  it('asks for outputs without showing any', () => {
    const { run } = new Story().ask(...ways.requires_action).state
    expect(run.required_action).toEqual({
      type: 'submit_tool_outputs',
      submit_tool_outputs: {
        tool_calls: [
          { id: 'call_a', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } },
        ],
      },
    })
  })
})

// protocol.md §1.1, §2.3 and §2.4: the keys, in the order in which the service printed them.
const runKeys =
  'id object created_at assistant_id thread_id status started_at expires_at cancelled_at failed_at completed_at required_action ' +
  'last_error model instructions tools tool_resources metadata temperature top_p reasoning_effort max_completion_tokens ' +
  'max_prompt_tokens truncation_strategy incomplete_details usage response_format tool_choice parallel_tool_calls'
const stepKeys =
  'id object created_at run_id assistant_id thread_id type status cancelled_at completed_at expires_at failed_at last_error ' +
  'step_details usage'
const messageKeys =
  'id object created_at assistant_id thread_id run_id status incomplete_details incomplete_at completed_at role content ' +
  'attachments metadata'

function last<T>(events: Event[], prefix: string): T {
  return events.findLast(({ event }) => event.startsWith(prefix) && !event.endsWith('delta'))!.data as T
}

/** What protocol.md §2.3 says of a step. It keeps the run's expiry in every event; reading it later is another matter. */
const steps: [string, Command[], Partial<RunStep>][] = [
  ['in_progress', [start, ...talk], {}],
  ['in_progress while its run waits', ways.requires_action, {}],
  ['completed', ways.completed, { status: 'completed', completed_at: 5, usage: spent }],
  [
    'completed when the outputs arrive',
    [...ways.requires_action, answer],
    { status: 'completed', completed_at: 7, usage: spent },
  ],
  [
    'completed, though message and run are incomplete',
    ways.incomplete,
    { status: 'completed', completed_at: 5, usage: spent },
  ],
  ['failed with its run', ways.failed, { status: 'failed', failed_at: 5, last_error: broken, usage: spent }],
  [
    'cancelled with its run',
    [start, ...talk, { type: 'cancel' }, { type: 'confirm_cancel' }],
    { status: 'cancelled', cancelled_at: 6 },
  ],
  ['expired with its run', [start, ...talk, { type: 'expire' }], { status: 'expired' }],
]

describe('a step, null or not by status', () => {
  it.each(steps)('%s', (_, commands, { cancelled_at = null, completed_at = null, failed_at = null, ...fields }) => {
    const step = last<RunStep>(new Story().ask(...commands).events, 'thread.run.step.')
    expect(step).toMatchObject({
      status: 'in_progress',
      created_at: created + 2,
      expires_at: created + 600,
      ...stamped({ cancelled_at, completed_at, failed_at }),
      last_error: null,
      usage: null,
      ...fields,
    })
    expect(Object.keys(step).join(' ')).toBe(stepKeys)
  })

  it('starts without calls and has no output until there is one', () => {
    const { events, state } = new Story().ask(...ways.requires_action)
    expect(events.find(({ event }) => event === 'thread.run.step.created')!.data).toMatchObject({
      step_details: { type: 'tool_calls', tool_calls: [] },
    })
    expect(state.steps[0]!.step_details).toMatchObject({ tool_calls: [{ function: { output: null } }] })
  })

  it('names the message that it makes', () => {
    const { events, state } = new Story().ask(start, ...talk)
    const { id } = last<Message>(events, 'thread.message.')
    expect(state.steps[0]!.step_details).toEqual({ type: 'message_creation', message_creation: { message_id: id } })
  })
})

/** What protocol.md §2.4 says of a message in the stream. */
const messages: [string, Command[], Partial<Message>][] = [
  ['in_progress, empty', [start, { type: 'open_message' }], { content: [] }],
  ['completed', ways.completed, { status: 'completed', completed_at: 5 }],
  ['incomplete with its run', ways.incomplete, stopped('max_tokens', 5)],
  [
    'incomplete by the filter',
    [start, ...talk, { type: 'truncate', reason: 'content_filter' }],
    stopped('content_filter', 5),
  ],
  [
    'incomplete for another reason',
    [start, ...talk, { type: 'truncate', reason: 'max_prompt_tokens' }],
    stopped('max_tokens', 5),
  ],
  ['left by a run that failed', ways.failed, stopped('run_failed', 5)],
  ['left by a run that expired', [start, ...talk, { type: 'expire' }], stopped('run_expired', 5)],
  [
    'left by a run that was cancelled',
    [start, ...talk, { type: 'cancel' }, { type: 'confirm_cancel' }],
    stopped('run_cancelled', 6),
  ],
  [
    'completed by a run that completes although cancelled',
    [start, ...talk, { type: 'cancel' }, { type: 'complete' }],
    { status: 'completed', completed_at: 6 },
  ],
]

function stopped(reason: string, incomplete_at: number): Partial<Message> {
  return { status: 'incomplete', incomplete_details: { reason }, incomplete_at }
}

describe('a message of the assistant, null or not by status', () => {
  it.each(messages)('%s', (_, commands, { incomplete_at = null, completed_at = null, ...fields }) => {
    const message = last<Message>(new Story().ask(...commands).events, 'thread.message.')
    expect(message).toMatchObject({
      created_at: created + 2,
      status: 'in_progress',
      role: 'assistant',
      run_id: 'run_1',
      assistant_id: 'asst_1',
      incomplete_details: null,
      ...stamped({ incomplete_at, completed_at }),
      content: [{ type: 'text', text: { value: 'It is warm.', annotations: [] } }],
      ...fields,
    })
    expect(Object.keys(message).join(' ')).toBe(messageKeys)
  })
})
