import fc from 'fast-check'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { createEmulator } from '../../src/index.ts'
import { cannedNames } from '../../src/run/canned.ts'

/** Literal events on their way to a client; what templates make of them is only known when they are played. */
async function play(script: (object | string)[], content = 'Hi') {
  const emulator = createEmulator({ scenarios: { own: { script } } })
  const openai = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 0 })
  const { id: assistant_id } = await openai.beta.assistants.create({ model: 'gpt-4o' })
  const { id: thread_id } = await openai.beta.threads.create({ messages: [{ role: 'user', content }] })
  const begin = (scenario: string) =>
    openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, metadata: { emulator_scenario: scenario } })
  const run = await begin('own')
  return { openai, thread_id, run, begin }
}

const said = '{{ last_message }}'

describe('a literal event that no client could read', () => {
  it.each<[string, object, string]>([
    [
      'thread.run.failed',
      { last_error: said },
      'data.last_error: expected a mapping with code and message, but this is the text "Hi"',
    ],
    ['thread.run.in_progress', { expires_at: said }, 'data.expires_at: expected a number, but this is the text "Hi"'],
    [
      'thread.run.in_progress',
      { usage: { prompt_tokens: said } },
      'data.usage.prompt_tokens: expected a number, but this is the text "Hi"',
    ],
    [
      'thread.message.delta',
      { delta: { content: said } },
      'data.delta.content: expected a list, but this is the text "Hi": a list has "- " before each item, or [ ] around them',
    ],
    [
      'thread.run.step.created',
      { type: said },
      'data.type: "Hi" is not known here: expected message_creation or tool_calls.',
    ],
    ['thread.run.cancelled', { note: said }, 'a run that is in_progress cannot become cancelled'],
  ])('%s %j ends its run and says why; the server goes on', async (event, data, why) => {
    const { run, begin } = await play([{ events: [{ event, data }] }])
    expect(run.status).toBe('failed')
    expect(run.last_error).toEqual({
      code: 'emulator_script_error',
      message: `[run-emulator] scenario "own" script[0]: this asks for what cannot be. ${event}: ${why}`,
    })
    expect((await begin('hello')).status).toBe('completed')
  })

  it('is never more than the end of a run', async () => {
    const event = fc.record({
      event: fc.constantFrom(...cannedNames),
      data: fc.dictionary(
        fc.constantFrom(
          'delta',
          'step_details',
          'content',
          'usage',
          'expires_at',
          'required_action',
          'tools',
          'type',
          'id',
          'metadata',
        ),
        fc.oneof(fc.constant(said), fc.jsonValue({ maxDepth: 3 })),
        { noNullPrototype: true },
      ),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 4 }), async (events) => {
        // The template keeps the data from being judged when it is read.
        const marked = events.map(({ event, data }) => ({ event, data: { ...data, marked: said } }))
        const { run, openai, thread_id } = await play([{ events: marked }, 'message'])
        expect(['completed', 'failed', 'requires_action', 'incomplete', 'expired', 'cancelled']).toContain(run.status)
        for (const list of [
          openai.beta.threads.messages.list(thread_id),
          openai.beta.threads.runs.steps.list(run.id, { thread_id }),
        ])
          expect((await list).data).toBeInstanceOf(Array)
      }),
      { numRuns: 60, seed: 1 },
    )
  })
})

it('a whole round of literal events is as good as a generated one', async () => {
  const { run, openai, thread_id, begin } = await play([
    {
      events: [
        { event: 'thread.run.step.created', data: { type: 'message_creation' } },
        { event: 'thread.message.created' },
        {
          event: 'thread.message.delta',
          data: { delta: { content: [{ index: 0, type: 'text', text: { value: 'Hel' } }] } },
        },
        {
          event: 'thread.message.delta',
          data: { delta: { content: [{ index: 0, type: 'text', text: { value: `lo ${said}` } }] } },
        },
        { event: 'thread.message.completed' },
        { event: 'thread.run.step.completed', data: { usage: { prompt_tokens: 2, completion_tokens: 1 } } },
        { event: 'thread.run.step.created' },
        {
          event: 'thread.run.step.delta',
          data: {
            delta: {
              step_details: {
                type: 'tool_calls',
                tool_calls: [{ index: 0, type: 'function', function: { name: 'f', arguments: '{}' } }],
              },
            },
          },
        },
        { event: 'thread.run.requires_action' },
      ],
    },
  ])
  expect(run.status).toBe('requires_action')
  const [call] = run.required_action!.submit_tool_outputs.tool_calls
  expect(call).toMatchObject({
    id: expect.stringMatching(/^call_[0-9A-Za-z]{24}$/),
    function: { name: 'f', arguments: '{}' },
  })
  const done = await openai.beta.threads.runs.submitToolOutputsAndPoll(run.id, {
    thread_id,
    tool_outputs: [{ tool_call_id: call!.id, output: 'ok' }],
  })
  expect(done).toMatchObject({
    status: 'completed',
    usage: { prompt_tokens: 2, completion_tokens: 1, total_tokens: 3 },
  })
  const { data } = await openai.beta.threads.messages.list(thread_id, { run_id: run.id })
  expect(data).toMatchObject([{ content: [{ text: { value: 'Hello Hi' } }] }])
  expect((await begin('hello')).status).toBe('completed')
})
