import { describe, expect, it } from 'vitest'
import type { Command } from '../../../src/run/commands.ts'
import type { CommandOf } from '../../../src/run/decide/context.ts'
import { activeSituations, answer, broken, call, spent, Story, storyIn, talk } from '../story.ts'

/** Where a run can be when it is asked: its status, and in progress also what is open. */
const situations = {
  ...activeSituations,
  completed: () => storyIn('completed'),
  incomplete: () => storyIn('incomplete'),
  failed: () => storyIn('failed'),
  cancelled: () => storyIn('cancelled'),
  expired: () => storyIn('expired'),
}
type Situation = keyof typeof situations
const names = Object.keys(situations) as Situation[]

const image: CommandOf<'append_image'> = {
  type: 'append_image',
  image: { type: 'image_file', image_file: { file_id: 'file-1' } },
}
const piece: CommandOf<'append_tool_call'> = {
  type: 'append_tool_call',
  delta: { index: 0, type: 'function', function: { arguments: '' } },
}
const openStep = ['thread.run.step.created', 'thread.run.step.in_progress']
const openMessage = [...openStep, 'thread.message.created', 'thread.message.in_progress']
const text = ['thread.message.delta']

/**
 * What each command leads to, by situation; every situation that is not named refuses. Written from protocol.md §3 and §5.2: an ending
 * closes the message, then the step, then the run.
 */
const outcomes: { [Type in Command['type']]: [CommandOf<Type>, Partial<Record<Situation, string[]>>] } = {
  start: [{ type: 'start' }, { queued: ['thread.run.in_progress'] }],
  open_message: [{ type: 'open_message' }, { idle: openMessage }],
  append_text: [{ type: 'append_text', value: 'x' }, { talking: text }],
  append_refusal: [{ type: 'append_refusal', value: 'x' }, { talking: text }],
  append_image: [image, { talking: text }],
  close_message: [
    { type: 'close_message', usage: spent },
    { talking: ['thread.message.completed', 'thread.run.step.completed'] },
  ],
  open_tool_calls: [{ type: 'open_tool_calls' }, { idle: openStep }],
  append_tool_call: [piece, { calling: ['thread.run.step.delta'] }],
  close_tool_calls: [{ type: 'close_tool_calls', usage: spent }, { calling: ['thread.run.step.completed'] }],
  require_action: [{ type: 'require_action' }, { calling: ['thread.run.requires_action'] }],
  submit_tool_outputs: [answer, { waiting: ['thread.run.step.completed', 'thread.run.queued'] }],
  complete: [
    { type: 'complete' },
    { ...closing('completed', 'completed', 'completed'), cancelling: ['thread.run.completed'] },
  ],
  truncate: [{ type: 'truncate', reason: 'content_filter' }, closing('incomplete', 'incomplete', 'completed')],
  fail: [
    { type: 'fail', last_error: broken },
    { ...anywhere('failed'), ...closing('failed', 'incomplete', 'failed') },
  ],
  cancel: [
    { type: 'cancel' },
    Object.fromEntries(
      ['queued', 'idle', 'talking', 'calling', 'waiting'].map((name) => [name, ['thread.run.cancelling']]),
    ),
  ],
  confirm_cancel: [{ type: 'confirm_cancel' }, { cancelling: ['thread.run.cancelled'] }],
  expire: [{ type: 'expire' }, { ...anywhere('expired'), ...closing('expired', 'incomplete', 'expired') }],
}

function closing(run: string, message: string, step: string): Partial<Record<Situation, string[]>> {
  const ends = [`thread.run.step.${step}`, `thread.run.${run}`]
  return { idle: [`thread.run.${run}`], talking: [`thread.message.${message}`, ...ends], calling: ends }
}

function anywhere(status: 'failed' | 'expired'): Partial<Record<Situation, string[]>> {
  const end = [`thread.run.${status}`]
  return { queued: end, waiting: [`thread.run.step.${status}`, ...end], cancelling: end }
}

/** The commands that are cells of the lifecycle are refused with the status, which the service tells; the rest is a script's mistake. */
const verbs = /^(start|require_action|submit_tool_outputs|complete|truncate|fail|cancel|confirm_cancel|expire)$/

const cells = Object.values(outcomes).flatMap(([command, allowed]) =>
  names.map((name) => [command.type, name, allowed[name], command] as const),
)

describe('every command in every situation', () => {
  it.each(cells)('%s while %s: %j', (type, name, events, command) => {
    const story = situations[name]()
    const { state } = story
    const before = structuredClone(state)
    // A verb that the status allows may still lack what it works on.
    const inProgress = name === 'idle' || name === 'talking'
    const refused = verbs.test(type) && !(type === 'require_action' && inProgress) ? 'status' : 'script'
    expect(story.try(command)).toEqual(events ?? refused)
    expect(state, 'deciding changes nothing').toEqual(before)
  })
})

describe('tool outputs that do not fit', () => {
  const waiting = (...commands: Command[]) =>
    new Story().ask({ type: 'start' }, ...commands, { type: 'require_action' })
  const one = () => waiting(...call)
  const two = () =>
    waiting(...call, {
      type: 'append_tool_call',
      delta: { index: 1, id: 'call_b', type: 'function', function: { name: 'f', arguments: '{}', output: null } },
    })
  const submit = (...ids: string[]): Command => ({
    type: 'submit_tool_outputs',
    tool_outputs: ids.map((tool_call_id) => ({ tool_call_id, output: '' })),
    usage: spent,
  })
  const reason = (story: Story, command: Command) => {
    try {
      story.ask(command)
    } catch (error) {
      return (error as { reason: unknown }).reason
    }
  }

  it.each([
    ['none', two, [], { kind: 'missing_outputs', expected: ['call_a', 'call_b'], got: [] }],
    ['one of two', two, ['call_b'], { kind: 'missing_outputs', expected: ['call_a', 'call_b'], got: ['call_b'] }],
    ['an unknown one', one, ['call_x'], { kind: 'missing_outputs', expected: ['call_a'], got: ['call_x'] }],
    [
      'one too many',
      one,
      ['call_a', 'call_x'],
      { kind: 'missing_outputs', expected: ['call_a'], got: ['call_a', 'call_x'] },
    ],
    ['the same twice', two, ['call_a', 'call_a'], { kind: 'duplicate_outputs', got: ['call_a', 'call_a'] }],
    ['an unknown one twice', one, ['x', 'x'], { kind: 'duplicate_outputs', got: ['x', 'x'] }],
  ])('%s', (_, story, ids, expected) => {
    expect(reason(story(), submit(...ids))).toEqual(expected)
  })

  it('takes them in any order, and empty ones', () => {
    expect(two().try(submit('call_b', 'call_a'))).toEqual(['thread.run.step.completed', 'thread.run.queued'])
  })

  it('asks for the outputs of functions only', () => {
    const mixed = waiting(...call, {
      type: 'append_tool_call',
      delta: { index: 1, id: 'call_c', type: 'code_interpreter', code_interpreter: { input: '1', outputs: [] } },
    })
    expect(mixed.state.run.required_action!.submit_tool_outputs.tool_calls.map(({ id }) => id)).toEqual(['call_a'])
    const { state } = mixed.ask(answer)
    expect(state.steps[0]!.step_details).toMatchObject({
      tool_calls: [{ function: { output: '22' } }, { code_interpreter: { input: '1' } }],
    })
  })

  it('does not ask where no function was called', () => {
    const story = storyIn('in_progress').ask({ type: 'open_tool_calls' })
    expect(reason(story, { type: 'require_action' })).toMatchObject({ kind: 'script', why: 'no function was called' })
  })
})

it('says in words why it refuses', () => {
  const words = (command: Command, story = storyIn('in_progress')) => {
    try {
      story.ask(command)
    } catch (error) {
      return (error as Error).message
    }
  }
  expect(words({ type: 'start' })).toBe('start: a run that is in_progress does not take it')
  expect(words({ type: 'append_text', value: '' })).toBe('append_text: no message is open')
  expect(words({ type: 'open_message' }, storyIn('queued'))).toBe('open_message: the run is queued, not in_progress')
  expect(words({ ...answer, tool_outputs: [] } as Command, storyIn('requires_action'))).toBe(
    'submit_tool_outputs: expected call_a, got ',
  )
})
