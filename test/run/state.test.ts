import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canned, type CannedEvent } from '../../src/run/canned.ts'
import type { Command } from '../../src/run/commands.ts'
import { isTerminal } from '../../src/run/lifecycle.ts'
import type { Run, RunStep, ToolCall } from '../../src/run/objects.ts'
import { Refusal } from '../../src/run/refusal.ts'
import type { RunState } from '../../src/run/state.ts'
import { sumUsage, usage } from '../../src/run/usage.ts'
import { rebuild } from './client.ts'
import { answer, at, call, callTwice, spent, Story, talk } from './story.ts'

const start: Command = { type: 'start' }
const close: Command = { type: 'close_message', usage: spent }
const complete: Command = { type: 'complete' }

/** What a client must have in the end, if the fold is right. */
async function mustAgree({ state, events }: Story): Promise<void> {
  const client = await rebuild(events)
  expect(client.run).toEqual(state.run)
  expect([...client.steps.values()]).toEqual(state.steps)
  for (const [id, drafted] of client.drafted)
    expect(withoutOutputs(drafted)).toEqual(withoutOutputs(state.steps.find((step) => step.id === id)))
  for (const [id, closed] of client.closed) {
    const { content } = closed as { content: unknown }
    expect(client.written.get(id)).toMatchObject({ content })
  }
  expect(state.message).toBeNull()
}

/** The calls of a step; what clients answered was in no delta. */
function withoutOutputs(step: unknown): unknown {
  const { step_details } = step as RunStep
  if (step_details.type !== 'tool_calls') return []
  return step_details.tool_calls.map((call) =>
    call.type === 'function' ? { ...call, function: { ...call.function, output: null } } : call,
  )
}

describe('the fold is what a client rebuilds', () => {
  it('of a long story: two parallel calls, an answer in two blocks with an image and citations', async () => {
    const cite = (text: string, start_index: number) => ({
      type: 'file_citation' as const,
      text,
      start_index,
      end_index: start_index + text.length,
      file_citation: { file_id: 'file-1', quote: '' },
    })
    const second: Command = {
      type: 'submit_tool_outputs',
      tool_outputs: [
        { tool_call_id: 'call_b', output: '' },
        { tool_call_id: 'call_a', output: '22' },
      ],
      usage: spent,
    }
    const story = new Story()
    story.tell([
      { event: 'thread.run.created', data: story.state.run },
      { event: 'thread.run.queued', data: story.state.run },
    ])
    story.ask(start, ...talk, close, ...callTwice, { type: 'require_action' }, second, start, { type: 'open_message' })
    story.ask(
      { type: 'append_text', value: 'Cake' },
      { type: 'append_text', value: '[1]', annotations: [cite('[1]', 4)] },
      { type: 'append_text', value: '[2]', annotations: [cite('[2]', 7)] },
      { type: 'append_image', image: { type: 'image_file', image_file: { file_id: 'file-2' } } },
      { type: 'append_text', value: 'And' },
      { type: 'append_text', value: ' bread.', block: 'new' },
      { type: 'append_refusal', value: 'No' },
      { type: 'append_refusal', value: ' more.' },
      close,
      complete,
    )
    expect(story.state.steps.map(({ type, status }) => `${type} ${status}`)).toEqual([
      'message_creation completed',
      'tool_calls completed',
      'message_creation completed',
    ])
    expect(story.state.run.usage).toEqual(usage(30, 15))
    await mustAgree(story)
    const [message] = [...(await rebuild(story.events)).closed.values()].slice(-1) as [{ content: unknown[] }]
    expect(message.content).toEqual([
      {
        type: 'text',
        text: {
          value: 'Cake[1][2]',
          // A finished citation has no quote (protocol.md §5.4).
          annotations: [4, 7].map((start_index, n) => ({
            ...cite(`[${n + 1}]`, start_index),
            file_citation: { file_id: 'file-1' },
          })),
        },
      },
      { type: 'image_file', image_file: { file_id: 'file-2' } },
      { type: 'text', text: { value: 'And', annotations: [] } },
      { type: 'text', text: { value: ' bread.', annotations: [] } },
      { type: 'refusal', refusal: 'No more.' },
    ])
  })

  it('of whatever may happen', async () => {
    const moves = fc.array(fc.tuple(fc.constantFrom(...moveNames), fc.string({ unit: 'grapheme', maxLength: 8 })), {
      minLength: 5,
      maxLength: 60,
      size: 'max',
    })
    await fc.assert(
      fc.asyncProperty(moves, async (list) => {
        const story = new Story().ask(start)
        for (const [name, text] of list) {
          attempt(story, move(story.state, name, text))
          mustHold(story.state)
        }
        finish(story)
        expect(story.state.run.usage).toEqual(sumUsage(story.state.steps.map((step) => step.usage)))
        await mustAgree(story)
      }),
      { numRuns: 150, seed: 1 },
    )
  })
})

const moveNames = [
  ...['start', 'talk', 'text', 'text', 'block', 'image', 'refusal', 'close', 'call', 'code', 'search', 'fragment'],
  ...[
    'fragment',
    'output',
    'done',
    'require',
    'answer',
    'answer',
    'cancel',
    'started',
    'delta',
    'logs',
    'ended',
    'run',
  ],
] as const

type Move = Command | CannedEvent | undefined

/** One thing to ask or to tell; many do not fit, and then nothing may happen. */
function move(state: RunState, name: (typeof moveNames)[number], text: string): Move {
  const details = state.steps.at(-1)?.step_details
  const calls: ToolCall[] = details?.type === 'tool_calls' ? details.tool_calls : []
  const index = calls.length
  const id = `call_${state.steps.length}_${index}`
  const last = calls.at(-1)
  switch (name) {
    case 'start':
      return start
    case 'talk':
      return { type: 'open_message' }
    case 'text':
      return { type: 'append_text', value: text }
    case 'block':
      return { type: 'append_text', value: text, block: 'new' }
    case 'image':
      return { type: 'append_image', image: { type: 'image_url', image_url: { url: text } } }
    case 'refusal':
      return { type: 'append_refusal', value: text }
    case 'close':
      return { type: 'close_message', usage: spent }
    case 'call':
      return index === 0
        ? { type: 'open_tool_calls' }
        : {
            type: 'append_tool_call',
            delta: { index, id, type: 'function', function: { name: 'f', arguments: '', output: null } },
          }
    case 'code':
      return {
        type: 'append_tool_call',
        delta: { index, id, type: 'code_interpreter', code_interpreter: { input: '', outputs: [] } },
      }
    case 'search':
      return {
        type: 'append_tool_call',
        delta: { index, id, type: 'file_search', file_search: { results: [] } },
      }
    case 'fragment':
      if (last?.type === 'function')
        return {
          type: 'append_tool_call',
          delta: { index: index - 1, type: 'function', function: { arguments: text } },
        }
      return last?.type === 'code_interpreter'
        ? {
            type: 'append_tool_call',
            delta: { index: index - 1, type: 'code_interpreter', code_interpreter: { input: text } },
          }
        : undefined
    case 'output':
      return last?.type === 'code_interpreter'
        ? {
            type: 'append_tool_call',
            delta: {
              index: index - 1,
              type: 'code_interpreter',
              code_interpreter: {
                outputs: [{ index: last.code_interpreter.outputs.length, type: 'logs', logs: text }],
              },
            },
          }
        : undefined
    case 'done':
      return { type: 'close_tool_calls', usage: spent }
    case 'require':
      return { type: 'require_action' }
    case 'answer':
      return {
        type: 'submit_tool_outputs',
        tool_outputs: calls
          .filter(({ type }) => type === 'function')
          .map((each) => ({ tool_call_id: each.id, output: text })),
        usage: spent,
      }
    case 'cancel':
      return text.length > 6 ? { type: 'cancel' } : undefined
    case 'started':
      return { event: 'thread.run.step.created', data: { type: text.length > 3 ? 'tool_calls' : 'message_creation' } }
    case 'delta':
      return {
        event: text.length > 4 ? 'thread.message.delta' : 'thread.message.created',
        data: { delta: { content: [{ index: 0, type: 'text', text: { value: text } }] } },
      }
    case 'logs':
      return {
        event: 'thread.run.step.delta',
        data: {
          delta: {
            step_details: {
              type: 'tool_calls',
              tool_calls: [
                {
                  index: Math.max(0, index - 1),
                  type: 'code_interpreter',
                  code_interpreter: { outputs: [{ index: 0, type: 'logs', logs: text }] },
                },
              ],
            },
          },
        },
      }
    case 'ended':
      return {
        event: `thread.${text.length > 4 ? 'message' : 'run.step'}.completed`,
        data: { usage: { prompt_tokens: 3 } },
      }
    case 'run':
      return { event: 'thread.run.requires_action', data: {} }
  }
}

function attempt(story: Story, asked: Move): void {
  if (!asked) return
  const before = story.state
  try {
    if ('event' in asked) story.tell([canned(story.state, asked, at(++story.seconds))])
    else story.ask(asked)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    expect(story.state).toBe(before)
  }
}

/** Leads any story to its end. */
function finish(story: Story): void {
  if (story.state.run.status === 'cancelling') story.ask({ type: 'confirm_cancel' })
  else if (story.state.run.status !== 'in_progress') story.ask({ type: 'expire' })
  else story.ask(complete)
}

/** What no event may break. */
function mustHold({ run, steps, message }: RunState): void {
  const open = steps.filter(({ status }) => status === 'in_progress')
  expect(open.length).toBeLessThanOrEqual(1)
  if (message) expect(open[0]!.step_details).toMatchObject({ message_creation: { message_id: message.id } })
  if (run.status === 'requires_action') expect(open[0]!.type).toBe('tool_calls')
  if (isTerminal(run.status)) expect([open, message]).toEqual([[], null])
}

describe('the fold', () => {
  it('keeps what a delta or a stranger does not concern', () => {
    const { state } = new Story().ask(start, ...call)
    const delta = { id: 'step_of_another', object: 'thread.run.step.delta' as const }
    const after = new Story()
    after.state = state
    after.tell([
      { event: 'error', data: { error: { message: '', type: 'server_error', param: null, code: null } } },
      { event: 'thread.message.delta', data: { id: 'msg_x', object: 'thread.message.delta', delta: { content: [] } } },
      {
        event: 'thread.run.step.delta',
        data: { ...delta, delta: { step_details: { type: 'tool_calls', tool_calls: [] } } },
      },
    ])
    expect(after.state).toEqual(state)
  })

  it('leaves the state that it was given alone', () => {
    const story = new Story().ask(start, ...call, { type: 'require_action' })
    const frozen = freeze(story.state)
    story.ask(answer, start, ...talk, close, complete)
    expect(frozen.run.status).toBe('requires_action')
  })
})

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze)
  return value
}

it('sums the usage of all steps, whatever the run came to', () => {
  const story = new Story().ask(start, ...talk, { type: 'close_message', usage: usage(7, 3, 2, 1) }, ...talk)
  story.ask({ type: 'fail', last_error: { code: 'x', message: 'y' }, usage: usage(1, 1, 1, 1) })
  expect((story.state.run as Run).usage).toEqual({
    prompt_tokens: 8,
    completion_tokens: 4,
    total_tokens: 12,
    prompt_token_details: { cached_tokens: 3 },
    completion_tokens_details: { reasoning_tokens: 2 },
  })
})
