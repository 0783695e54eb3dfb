import type OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { conversation, texts, wire } from '../../support/wire.ts'

const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ')
const tool = { function: { name: 'f', arguments: words(10) } }

const scenarios = {
  twenty: { script: [{ message: words(20) }] },
  // Each round of tool calls costs ten, the answer twenty.
  rounds: { script: [{ tool_calls: [tool] }, { tool_calls: [tool] }, { message: words(20) }] },
  arguments: {
    script: [{ tool_calls: [{ function: { name: 'f', arguments: words(30) } }] }, { message: 'Never said' }],
  },
  priced: { script: [{ tool_calls: [tool, tool], usage: { prompt_tokens: 1000, completion_tokens: 99 } }] },
  code: { script: [{ tool_calls: [{ code_interpreter: { input: words(30) } }] }, { message: 'Never said' }] },
  talk: { script: [{ message: words(10) }, { message: words(10) }] },
}

interface End {
  run: OpenAI.Beta.Threads.Run
  steps: OpenAI.Beta.Threads.Runs.RunStep[]
  said: string[]
}

/** Plays a scenario to its end, answering every call. */
async function play(scenario: keyof typeof scenarios, max_completion_tokens: number): Promise<End> {
  const { openai } = wire({ scenarios })
  const { assistant_id, thread_id } = await conversation(openai)
  let run = await openai.beta.threads.runs.createAndPoll(thread_id, {
    assistant_id,
    max_completion_tokens,
    metadata: { emulator_scenario: scenario },
  })
  while (run.status === 'requires_action') {
    const tool_outputs = run.required_action!.submit_tool_outputs.tool_calls.map(({ id }) => ({
      tool_call_id: id,
      output: 'x',
    }))
    run = await openai.beta.threads.runs.submitToolOutputsAndPoll(run.id, { thread_id, tool_outputs })
  }
  const steps = (await openai.beta.threads.runs.steps.list(run.id, { thread_id, order: 'asc' })).data
  return { run, steps, said: await texts(openai, thread_id, run.id) }
}

function expectCut({ run, steps }: End, limit: number) {
  expect(run).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_completion_tokens' } })
  expect(run.usage).toMatchObject({ completion_tokens: limit })
  expect(steps.reduce((sum, { usage }) => sum + usage!.completion_tokens, 0)).toBe(limit)
  expect(steps.map(({ status }) => status)).toEqual(steps.map(() => 'completed'))
}

it('an answer that is longer is cut exactly there', async () => {
  for (const limit of [16, 19]) {
    const end = await play('twenty', limit)
    expectCut(end, limit)
    expect(end.said).toEqual([words(limit)])
  }
})

it('an answer that fits exactly is whole', async () => {
  const { run, said } = await play('twenty', 20)
  expect([run.status, run.usage!.completion_tokens, said]).toEqual(['completed', 20, [words(20)]])
  expect(run.max_completion_tokens).toBe(20)
})

describe('what counts is the whole run', () => {
  it('with its rounds of tool calls', async () => {
    const end = await play('rounds', 25)
    expectCut(end, 25)
    expect(end.steps.map(({ usage }) => usage!.completion_tokens)).toEqual([10, 10, 5])
    expect(end.said).toEqual([words(5)])
    expect((await play('rounds', 40)).run.status).toBe('completed')
  })

  it('with all its messages', async () => {
    const end = await play('talk', 17)
    expectCut(end, 17)
    expect(end.said).toEqual([words(10), words(7)])
  })

  it('so that a later round may be the one that is cut', async () => {
    const end = await play('rounds', 16)
    expectCut(end, 16)
    expect(end.said).toEqual([])
    expect(end.run.required_action).toBeNull()
  })
})

describe('what is cut may be a tool call', () => {
  it('in the middle of its arguments: nobody is asked for its output', async () => {
    const end = await play('arguments', 16)
    expectCut(end, 16)
    expect(end.run.required_action).toBeNull()
    expect(end.steps).toHaveLength(1)
    expect(end.steps[0]!.step_details).toMatchObject({
      tool_calls: [{ function: { arguments: words(16), output: null } }],
    })
  })

  it('in the middle of its code', async () => {
    const end = await play('code', 16)
    expectCut(end, 16)
    expect(end.steps[0]!.step_details).toMatchObject({ tool_calls: [{ code_interpreter: { input: words(16) } }] })
  })
})

it('a stream shows the cut: message incomplete, step completed, run incomplete', async () => {
  const { openai } = wire({ scenarios })
  const { assistant_id, thread_id } = await conversation(openai)
  const stream = openai.beta.threads.runs.stream(thread_id, {
    assistant_id,
    max_completion_tokens: 16,
    metadata: { emulator_scenario: 'twenty' },
  })
  const events: string[] = []
  let message: OpenAI.Beta.Threads.Message | undefined
  for await (const { event, data } of stream) {
    events.push(event)
    if (event === 'thread.message.incomplete') message = data
  }
  expect(events.slice(-3)).toEqual(['thread.message.incomplete', 'thread.run.step.completed', 'thread.run.incomplete'])
  expect(events.filter((event) => event === 'thread.message.delta')).toHaveLength(16)
  expect(message).toMatchObject({
    status: 'incomplete',
    incomplete_details: { reason: 'max_tokens' },
    completed_at: null,
  })
  expect(message!.incomplete_at).toBeTypeOf('number')
  const run = await stream.finalRun()
  expect([run.status, run.usage!.completion_tokens]).toEqual(['incomplete', 16])
})

it('no less than 16, which the service accepted and the schema does not', async () => {
  await expect(play('twenty', 15)).rejects.toThrow(
    "400 Invalid 'max_completion_tokens': integer below minimum value. Expected a value >= 16, but got 15 instead.",
  )
})

it('calls that are cut keep the prompt tokens that their line gives', async () => {
  const end = await play('priced', 16)
  expectCut(end, 16)
  expect(end.run.usage).toMatchObject({ prompt_tokens: 1000, total_tokens: 1016 })
})
