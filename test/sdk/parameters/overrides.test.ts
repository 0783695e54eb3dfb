import type OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { conversation, texts, weather, wire } from '../../support/wire.ts'

type Values = Partial<OpenAI.Beta.Threads.RunCreateParamsNonStreaming>

const inherited = {
  model: 'gpt-4o',
  instructions: 'Be nice.',
  tools: [{ type: 'code_interpreter' as const }],
  temperature: 0.5,
  top_p: 0.5,
  reasoning_effort: 'low' as const,
  response_format: 'auto' as const,
}

const search = { ranking_options: { ranker: 'default_2024_08_21', score_threshold: 0, hybrid_search: null } }

describe('a value of the run beats that of the assistant, for this run only', () => {
  const cases: [name: string, given: Values, echoed?: object][] = [
    ['model', { model: 'o3-mini' }],
    ['instructions', { instructions: 'Be short.' }],
    ['instructions that are empty', { instructions: '' }],
    ['no tools', { tools: [] }],
    [
      'tools',
      { tools: [weather] },
      { tools: [{ type: 'function', function: { ...weather.function, strict: false } }] },
    ],
    ['a search', { tools: [{ type: 'file_search' }] }, { tools: [{ type: 'file_search', file_search: search }] }],
    ['temperature', { temperature: 0 }],
    ['top_p', { top_p: 0.1 }],
    ['response_format', { response_format: { type: 'json_object' } }],
    ['metadata', { metadata: { ticket: '42' } }],
    ['truncation_strategy', { truncation_strategy: { type: 'last_messages', last_messages: 3 } }],
    ['max_prompt_tokens', { max_prompt_tokens: 1000 }],
    ['max_completion_tokens', { max_completion_tokens: 1000 }],
    ['parallel_tool_calls', { parallel_tool_calls: false }],
    ['tool_choice', { tool_choice: 'none' }],
  ]
  it.each(cases)('%s', async (_, given, echoed = given) => {
    const { openai } = wire({ scenarios: { default: { script: ['message'] } } })
    const { assistant_id, thread_id } = await conversation(openai, inherited)
    const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...given })
    expect(run).toMatchObject(echoed)
    const rest = Object.entries(inherited).filter(([name]) => !(name in given))
    expect(run).toMatchObject(Object.fromEntries(rest))
    const both = await openai.beta.threads.createAndRun({
      assistant_id,
      ...given,
      thread: { messages: [{ role: 'user', content: 'Hi' }] },
    })
    expect(both).toMatchObject(echoed)
    expect(await openai.beta.assistants.retrieve(assistant_id)).toMatchObject(inherited)
    const next = await openai.beta.threads.runs.create(thread_id, { assistant_id })
    expect(next).toMatchObject({ ...inherited, metadata: {}, tool_choice: 'auto', parallel_tool_calls: true })
  })

  it('reasoning_effort, which a thread that is made with its run leaves to the assistant', async () => {
    const { openai } = wire({ scenarios: { default: { script: ['message'] } } })
    const { assistant_id, thread_id } = await conversation(openai, inherited)
    const run = await openai.beta.threads.runs.create(thread_id, { assistant_id, reasoning_effort: 'high' })
    expect(run).toMatchObject({ reasoning_effort: 'high', temperature: 0.5 })
    const thread = { messages: [{ role: 'user' as const, content: 'Hi' }] }
    expect(await openai.beta.threads.createAndRun({ assistant_id, thread })).toMatchObject({ reasoning_effort: 'low' })
  })
})

it.each([{ model: 'gpt-4.1' }, { instructions: 'Be rude.' }])('other words are invented under %o', async (given) => {
  const { openai } = wire()
  const answer = async (values: Values) => {
    const { assistant_id, thread_id } = await conversation(openai, { instructions: 'Be nice.' })
    await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...values })
    return texts(openai, thread_id)
  }
  expect(await answer({})).toEqual(await answer({}))
  expect(await answer(given)).not.toEqual(await answer({}))
})

it('metadata can be changed, is listed, and picks the scenario', async () => {
  const { openai } = wire()
  const { assistant_id, thread_id } = await conversation(openai)
  const metadata = { emulator_scenario: 'hello', ticket: '42' }
  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, metadata })
  expect(await texts(openai, thread_id, run.id)).toEqual(['Hello! How can I help you today?'])
  const changed = await openai.beta.threads.runs.update(run.id, { thread_id, metadata: { ticket: '43' } })
  expect(changed).toMatchObject({ status: 'completed', metadata: { ticket: '43' } })
  expect((await openai.beta.threads.runs.list(thread_id)).data[0]?.metadata).toEqual({ ticket: '43' })
})

it('prompt tokens grow with instructions and tools', async () => {
  const { openai } = wire({ scenarios: { default: { script: [{ message: 'Hello' }] } } })
  const spent = async (values: Values) => {
    const { assistant_id, thread_id } = await conversation(openai)
    const { usage } = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...values })
    return usage!.prompt_tokens
  }
  const least = await spent({})
  expect(await spent({ instructions: 'one two three' })).toBe(least + 3)
  expect(await spent({ tools: [weather] })).toBeGreaterThan(least + 20)
})
