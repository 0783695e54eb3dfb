import { expect, it } from 'vitest'
import { conversation, texts, wire } from '../../support/wire.ts'

const city = (location: string) => ({ function: { name: 'get_current_weather', arguments: { location } } })
const scenarios = {
  default: { script: [{ tool_calls: [city('Paris'), city('London'), city('Rome')] }, { message: 'Fine.' }] },
}

type Limits = { max_prompt_tokens?: number; max_completion_tokens?: number }

/** What each round asks for; all of it is answered with the city's name. */
async function rounds(parallel_tool_calls: boolean | undefined, limits: Limits = {}) {
  const { openai } = wire({ scenarios })
  const { assistant_id, thread_id } = await conversation(openai)
  const asked: string[][] = []
  let run = await openai.beta.threads.runs.createAndPoll(thread_id, {
    assistant_id,
    ...limits,
    ...(parallel_tool_calls !== undefined && { parallel_tool_calls }),
  })
  while (run.status === 'requires_action') {
    const calls = run.required_action!.submit_tool_outputs.tool_calls.map(({ id, function: { arguments: args } }) => ({
      tool_call_id: id,
      output: (JSON.parse(args) as { location: string }).location,
    }))
    asked.push(calls.map(({ output }) => output))
    run = await openai.beta.threads.runs.submitToolOutputsAndPoll(run.id, { thread_id, tool_outputs: calls })
  }
  const steps = await openai.beta.threads.runs.steps.list(run.id, { thread_id, order: 'asc' })
  const outputs = steps.data.map(({ step_details: details }) =>
    details.type === 'tool_calls'
      ? details.tool_calls.map((call) => call.type === 'function' && call.function.output)
      : 'message',
  )
  const prompts = steps.data.map(({ usage }) => usage!.prompt_tokens)
  return { run, asked, outputs, prompts, said: await texts(openai, thread_id, run.id) }
}

it('true: all calls in one step and one round', async () => {
  for (const parallel of [true, undefined]) {
    const { run, asked, outputs, said } = await rounds(parallel)
    expect(run).toMatchObject({ status: 'completed', parallel_tool_calls: true })
    expect([asked, outputs, said]).toEqual([
      [['Paris', 'London', 'Rome']],
      [['Paris', 'London', 'Rome'], 'message'],
      ['Fine.'],
    ])
  }
})

it('false: one step and one round a call, in the order of the script', async () => {
  const { run, asked, outputs, said } = await rounds(false)
  expect(run).toMatchObject({ status: 'completed', parallel_tool_calls: false })
  expect([asked, outputs, said]).toEqual([
    [['Paris'], ['London'], ['Rome']],
    [['Paris'], ['London'], ['Rome'], 'message'],
    ['Fine.'],
  ])
})

it('false: each call is a turn that has read the calls and outputs before it, and the limits of the run count them', async () => {
  const { run, prompts } = await rounds(false)
  const [first, second, third, answer] = prompts as [number, number, number, number]
  expect(second).toBeGreaterThan(first)
  expect(third).toBeGreaterThan(second)
  expect(answer).toBeGreaterThan(third)
  expect(run.usage!.prompt_tokens).toBe(first + second + third + answer)

  const short = await rounds(false, { max_prompt_tokens: first + second })
  expect(short.asked).toEqual([['Paris'], ['London']])
  expect(short.run).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_prompt_tokens' } })
  expect(short.run.usage!.prompt_tokens).toBe(first + second)

  const cut = await rounds(false, { max_completion_tokens: 16 })
  expect(cut.run).toMatchObject({ status: 'incomplete', usage: { completion_tokens: 16 } })
})
