import { describe, expect, it } from 'vitest'
import { canned, cannedNames } from '../../src/run/canned.ts'
import { runStatuses } from '../../src/run/lifecycle.ts'
import { activeSituations, at, broken, call, created, storyIn, Story, talk } from './story.ts'

type Data = Record<string, unknown>

const situations = {
  ...activeSituations,
  /** A step for a message is open, but no message yet. */
  promised: () => tell(storyIn('in_progress'), 'thread.run.step.created', { type: 'message_creation' }),
  /** Its message is closed, the step not yet. */
  said: () => tell(storyIn('in_progress').ask(...talk), 'thread.message.completed'),
  computing: () =>
    storyIn('in_progress').ask(
      { type: 'open_tool_calls' },
      {
        type: 'append_tool_call',
        delta: {
          index: 0,
          id: 'call_a',
          type: 'code_interpreter',
          code_interpreter: { input: '1', outputs: [{ index: 0, type: 'logs', logs: '1' }] },
        },
      },
    ),
}
type Situation = keyof typeof situations

function tell(story: Story, event: string, data: Data = {}): Story {
  return story.tell([canned(story.state, { event, data }, at(++story.seconds))])
}

const happen = (name: Situation, event: string, data: Data = {}) =>
  canned(situations[name]().state, { event, data }, at(100)).data as unknown as Data

const why = (name: Situation, event: string, data: Data = {}): string | undefined => {
  try {
    happen(name, event, data)
  } catch (error) {
    return (error as Error).message
  }
}

const text = (index: number, value = 'x') => ({ index, type: 'text', text: { value } })
const contentDelta = (...content: object[]) => ({ delta: { content } })
const callDelta = (...tool_calls: object[]) => ({ delta: { step_details: { type: 'tool_calls', tool_calls } } })
const functionCall = (index: number, more: object = {}, id?: string) => ({
  index,
  ...(id && { id }),
  type: 'function',
  function: more,
})

it('may be any event of a run, a step or a message but the one that creates the run', () => {
  expect(cannedNames).toEqual([
    ...runStatuses.map((status) => `thread.run.${status}`),
    'thread.run.step.created',
    'thread.run.step.delta',
    'thread.run.step.in_progress',
    'thread.run.step.completed',
    'thread.run.step.failed',
    'thread.run.step.cancelled',
    'thread.run.step.expired',
    'thread.message.created',
    'thread.message.delta',
    'thread.message.in_progress',
    'thread.message.completed',
    'thread.message.incomplete',
  ])
})

/** Which literal run event may come when: its own status again, or one that the lifecycle leads to and that leaves nothing open. */
const runs: Record<'queued' | 'idle' | 'talking' | 'calling' | 'waiting' | 'cancelling', string> = {
  queued: 'queued in_progress cancelling failed expired',
  idle: 'in_progress completed incomplete cancelling failed expired',
  talking: 'in_progress cancelling',
  calling: 'in_progress requires_action cancelling',
  waiting: 'requires_action cancelling',
  cancelling: 'cancelling cancelled completed failed expired',
}

describe('a literal run event', () => {
  it.each(Object.entries(runs) as [Situation, string][])('while %s: %s', (name, allowed) => {
    const possible = runStatuses.filter((status) => why(name, `thread.run.${status}`) === undefined)
    expect(possible.sort()).toEqual(allowed.split(' ').sort())
  })

  it('fills in what would have happened anyway', () => {
    expect(happen('idle', 'thread.run.completed')).toMatchObject({
      status: 'completed',
      completed_at: created + 100,
      expires_at: null,
      usage: { total_tokens: 0 },
    })
    expect(happen('idle', 'thread.run.failed')).toMatchObject({ failed_at: created + 100, last_error: broken })
    expect(happen('idle', 'thread.run.incomplete')).toMatchObject({
      incomplete_details: { reason: 'max_completion_tokens' },
    })
    expect(happen('queued', 'thread.run.in_progress')).toMatchObject({ started_at: created + 100 })
    expect(happen('calling', 'thread.run.requires_action')).toMatchObject({
      required_action: { submit_tool_outputs: { tool_calls: [{ id: 'call_a' }] } },
    })
  })

  it('says what it says', () => {
    const data = { completed_at: null, model: 'gpt-9', usage: { prompt_tokens: 3 }, new_key: [1] }
    expect(happen('idle', 'thread.run.completed', data)).toMatchObject({
      completed_at: null,
      model: 'gpt-9',
      usage: { prompt_tokens: 3, completion_tokens: 0, total_tokens: 3, prompt_token_details: { cached_tokens: 0 } },
      new_key: [1],
    })
    expect(happen('idle', 'thread.run.completed', { usage: null })).toMatchObject({ usage: null })
    expect(
      happen('idle', 'thread.run.failed', { last_error: { code: 'tool_user_error', message: 'No.' } }),
    ).toMatchObject({
      last_error: { code: 'tool_user_error', message: 'No.' },
    })
    expect(happen('idle', 'thread.run.incomplete', { incomplete_details: { reason: 'other' } })).toMatchObject({
      incomplete_details: { reason: 'other' },
    })
  })

  it('is about the live run, whatever ids it was written with', () => {
    const data = { id: 'run_x', object: 'x', thread_id: 'x', assistant_id: 'x', status: 'failed', required_action: {} }
    expect(happen('idle', 'thread.run.completed', data)).toMatchObject({
      id: 'run_1',
      object: 'thread.run',
      thread_id: 'thread_1',
      assistant_id: 'asst_1',
      status: 'completed',
      required_action: null,
    })
  })
})

/** What is refused, and the words for it. */
const refused: [Situation, string, Data, string][] = [
  ['idle', 'thread.created', {}, 'no event of a run has this name'],
  ['idle', 'thread.run.created', {}, 'no event of a run has this name'],
  ['idle', 'thread.run.step.paused', {}, 'no event of a run has this name'],
  ['idle', 'done', {}, 'no event of a run has this name'],
  ['idle', 'thread.run.cancelled', {}, 'a run that is in_progress cannot become cancelled'],
  ['idle', 'thread.run.requires_action', {}, 'no tool calls are open'],
  ['waiting', 'thread.run.queued', {}, "only a client's tool outputs bring a run back to queued"],
  ['talking', 'thread.run.completed', {}, 'its message is still open'],
  ['calling', 'thread.run.completed', {}, 'its step is still open'],
  ['queued', 'thread.run.step.created', {}, 'the run is queued, not in_progress'],
  ['calling', 'thread.run.step.created', {}, 'a step is still open'],
  ['idle', 'thread.run.step.delta', callDelta(functionCall(0, { name: 'f' })), 'no tool calls are open'],
  ['talking', 'thread.run.step.delta', callDelta(functionCall(0, { name: 'f' })), 'no tool calls are open'],
  [
    'calling',
    'thread.run.step.delta',
    callDelta(functionCall(2, { name: 'f' })),
    'its entry has index 2, but the next free one is 1',
  ],
  ['calling', 'thread.run.step.delta', callDelta(functionCall(1)), 'call 1 is new: it needs a function name'],
  [
    'calling',
    'thread.run.step.delta',
    callDelta(functionCall(0, {}, 'call_a')),
    'call 0 is open already: an id or a name told twice is glued together',
  ],
  [
    'calling',
    'thread.run.step.delta',
    callDelta(functionCall(0, { name: 'f' })),
    'call 0 is open already: an id or a name told twice is glued together',
  ],
  [
    'calling',
    'thread.run.step.delta',
    callDelta({ index: 0, type: 'code_interpreter', code_interpreter: { input: '1' } }),
    'its entry of type code_interpreter has index 0, where there is one of type function',
  ],
  [
    'computing',
    'thread.run.step.delta',
    callDelta({
      index: 0,
      type: 'code_interpreter',
      code_interpreter: { outputs: [{ index: 2, type: 'logs', logs: '' }] },
    }),
    'its entry has index 2, but the next free one is 1',
  ],
  ['idle', 'thread.run.step.completed', {}, 'no step is open'],
  ['talking', 'thread.run.step.completed', {}, 'its message is still open'],
  ['calling', 'thread.run.step.completed', { type: 'message_creation' }, 'the open step is of type tool_calls'],
  ['waiting', 'thread.run.step.completed', {}, "it waits for a client's tool outputs"],
  ['idle', 'thread.message.created', {}, 'no message_creation step is open'],
  ['calling', 'thread.message.created', {}, 'no message_creation step is open'],
  ['talking', 'thread.message.created', {}, 'a message is still open'],
  ['said', 'thread.message.created', {}, 'the message of this step has been closed already'],
  ['cancelling', 'thread.message.created', {}, 'the run is cancelling, not in_progress'],
  ['idle', 'thread.message.delta', contentDelta(text(0)), 'no message is open'],
  ['talking', 'thread.message.delta', contentDelta(text(2)), 'its entry has index 2, but the next free one is 1'],
  [
    'talking',
    'thread.message.delta',
    contentDelta({ index: 0, type: 'refusal', refusal: '' }),
    'its entry of type refusal has index 0, where there is one of type text',
  ],
  ['idle', 'thread.message.completed', {}, 'no message is open'],
  ['said', 'thread.message.incomplete', {}, 'no message is open'],
]

it.each(refused)('is refused while %s: %s %j', (name, event, data, reason) => {
  expect(why(name, event, data)).toBe(`${event}: ${reason}`)
})

describe('a literal step event', () => {
  it('opens a step under a live id, with the live message', () => {
    const data = { id: 'step_x', run_id: 'x', step_details: { message_creation: { message_id: 'msg_x' } } }
    expect(happen('idle', 'thread.run.step.created', { type: 'message_creation', ...data })).toMatchObject({
      id: 'step_run_1_0',
      run_id: 'run_1',
      type: 'message_creation',
      step_details: { type: 'message_creation', message_creation: { message_id: 'msg_run_1_0' } },
    })
    expect(happen('idle', 'thread.run.step.created')).toMatchObject({ type: 'tool_calls', status: 'in_progress' })
  })

  it('gives new calls an id and whatever a client needs to go on', () => {
    expect(happen('calling', 'thread.run.step.delta', callDelta(functionCall(1, { name: 'f' })))).toMatchObject(
      callDelta(functionCall(1, { name: 'f', arguments: '', output: null }, 'call_step_run_1_0_1')),
    )
    const code = { index: 1, type: 'code_interpreter', code_interpreter: { input: '1' } }
    expect(happen('calling', 'thread.run.step.delta', callDelta(code))).toMatchObject(
      callDelta({ ...code, code_interpreter: { input: '1', outputs: [] } }),
    )
    const fragment = callDelta(functionCall(0, { arguments: '1' }))
    expect(happen('calling', 'thread.run.step.delta', fragment)).toMatchObject({ id: 'step_run_1_0', ...fragment })
  })

  it('ends the step as it says, its calls under their live ids', () => {
    const tool_calls = [{ id: 'call_x', type: 'function', function: { name: 'g', arguments: '{}', output: '1' } }]
    const data = { step_details: { type: 'tool_calls', tool_calls }, usage: { completion_tokens: 4 } }
    expect(happen('calling', 'thread.run.step.completed', data)).toMatchObject({
      status: 'completed',
      completed_at: created + 100,
      step_details: { tool_calls: [{ ...tool_calls[0], id: 'call_a' }] },
      usage: { total_tokens: 4 },
    })
    expect(happen('calling', 'thread.run.step.failed')).toMatchObject({ failed_at: created + 100, last_error: broken })
    expect(happen('calling', 'thread.run.step.cancelled')).toMatchObject({ cancelled_at: created + 100 })
    expect(happen('calling', 'thread.run.step.expired')).toMatchObject({ status: 'expired', completed_at: null })
    expect(happen('calling', 'thread.run.step.in_progress')).toMatchObject({ status: 'in_progress' })
  })
})

describe('a literal message event', () => {
  it('writes the message that its step has promised', () => {
    expect(
      happen('promised', 'thread.message.created', { id: 'msg_x', role: 'user', metadata: { a: 'b' } }),
    ).toMatchObject({
      id: 'msg_run_1_0',
      run_id: 'run_1',
      role: 'assistant',
      status: 'in_progress',
      content: [],
      metadata: { a: 'b' },
    })
  })

  it('opens a block with annotations, counts citations on, and leaves the rest', () => {
    expect(happen('talking', 'thread.message.delta', contentDelta(text(0), text(1)))).toMatchObject({
      id: 'msg_run_1_0',
      delta: { content: [text(0), { index: 1, type: 'text', text: { value: 'x', annotations: [] } }] },
    })
    const cited = {
      index: 0,
      type: 'text',
      text: { value: '', annotations: [{ type: 'file_path' }, { type: 'file_path' }] },
    }
    expect(happen('talking', 'thread.message.delta', contentDelta(cited))).toMatchObject({
      delta: { content: [{ text: { annotations: [{ index: 0 }, { index: 1 }] } }] },
    })
  })

  it('ends it as it says', () => {
    expect(happen('talking', 'thread.message.completed', { content: [] })).toMatchObject({
      status: 'completed',
      completed_at: created + 100,
      content: [],
    })
    expect(happen('talking', 'thread.message.incomplete')).toMatchObject({
      incomplete_at: created + 100,
      incomplete_details: { reason: 'max_tokens' },
    })
    const filtered = { incomplete_details: { reason: 'content_filter' } }
    expect(happen('talking', 'thread.message.incomplete', filtered)).toMatchObject(filtered)
  })

  it('may close a message of a run that is being cancelled', () => {
    const story = storyIn('in_progress').ask(...talk, { type: 'cancel' })
    tell(story, 'thread.message.incomplete', { incomplete_details: { reason: 'run_cancelled' } })
    tell(story, 'thread.run.step.cancelled')
    tell(story, 'thread.run.cancelled')
    expect(story.state.run.status).toBe('cancelled')
  })
})
