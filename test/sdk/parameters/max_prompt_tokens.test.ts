import type OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { wire } from '../../support/wire.ts'

const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ')
const scenarios = {
  default: { script: [{ message: 'Hello' }] },
  rounds: { script: [{ tool_calls: [{ function: { name: 'f', arguments: {} } }] }, { message: 'Hello' }] },
}

type Given = Partial<OpenAI.Beta.Threads.RunCreateParamsNonStreaming>

/** A run on a thread whose messages have so many tokens each. */
async function play(sizes: number[], given: Given) {
  const { openai } = wire({ scenarios })
  const assistant = await openai.beta.assistants.create({ model: 'gpt-4o' })
  const { id: thread_id } = await openai.beta.threads.create({
    messages: sizes.map((size) => ({ role: 'user' as const, content: words(size) })),
  })
  let run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id: assistant.id, ...given })
  while (run.status === 'requires_action') {
    const tool_outputs = run.required_action!.submit_tool_outputs.tool_calls.map(({ id }) => ({
      tool_call_id: id,
      output: 'x',
    }))
    run = await openai.beta.threads.runs.submitToolOutputsAndPoll(run.id, { thread_id, tool_outputs })
  }
  return run
}

const tooMuch = { status: 'incomplete', incomplete_details: { reason: 'max_prompt_tokens' } }

it('what fits is untouched', async () => {
  const run = await play([10, 10], { max_prompt_tokens: 20 })
  expect(run).toMatchObject({ status: 'completed', max_prompt_tokens: 20, usage: { prompt_tokens: 20 } })
  expect((await play([10, 10], {})).usage).toMatchObject({ prompt_tokens: 20 })
})

describe('what does not fit', () => {
  it('is truncated in the middle: the newest message stays, and the oldest if it can', async () => {
    expect(await play([10, 10, 10], { max_prompt_tokens: 25 })).toMatchObject({
      status: 'completed',
      usage: { prompt_tokens: 20 },
    })
    expect(await play([4, 50, 50, 50, 16], { max_prompt_tokens: 20 })).toMatchObject({ usage: { prompt_tokens: 20 } })
  })

  it('ends the run incomplete if not even the newest message does, or with the instructions', async () => {
    expect(await play([10, 30], { max_prompt_tokens: 20 })).toMatchObject(tooMuch)
    expect(await play([10], { max_prompt_tokens: 20, instructions: words(11) })).toMatchObject(tooMuch)
    expect(await play([10], { max_prompt_tokens: 20, instructions: words(10) })).toMatchObject({ status: 'completed' })
  })

  it('spends nothing then, and says nothing', async () => {
    const run = await play([30], { max_prompt_tokens: 16 })
    expect(run.usage).toMatchObject({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 })
  })

  it('is counted over all turns of the run', async () => {
    const metadata = { emulator_scenario: 'rounds' }
    const { usage } = await play([10], { metadata })
    const second = usage!.prompt_tokens - 10
    expect(second).toBeGreaterThan(10)
    expect(await play([10], { metadata, max_prompt_tokens: 10 + second })).toMatchObject({ status: 'completed' })
    const run = await play([10], { metadata, max_prompt_tokens: 10 + second - 1 })
    expect(run).toMatchObject({ ...tooMuch, usage: { prompt_tokens: 10 } })
  })
})

describe('truncation_strategy', () => {
  it('last_messages: only so many count, and are not truncated further', async () => {
    const last = (n: number) => ({ truncation_strategy: { type: 'last_messages' as const, last_messages: n } })
    expect((await play([100, 20, 3], last(1))).usage!.prompt_tokens).toBe(3)
    expect((await play([100, 20, 3], last(2))).usage!.prompt_tokens).toBe(23)
    expect((await play([100, 20, 3], last(9))).usage!.prompt_tokens).toBe(123)
    expect(await play([100, 20, 3], { ...last(2), max_prompt_tokens: 23 })).toMatchObject({ status: 'completed' })
    expect(await play([100, 20, 3], { ...last(2), max_prompt_tokens: 22 })).toMatchObject(tooMuch)
  })

  it('auto: all count, and are truncated', async () => {
    const truncation_strategy = { type: 'auto' as const }
    const run = await play([100, 20, 3], { truncation_strategy, max_prompt_tokens: 22 })
    expect(run).toMatchObject({ status: 'completed', truncation_strategy: { type: 'auto', last_messages: null } })
    expect(run.usage!.prompt_tokens).toBe(3)
  })
})
