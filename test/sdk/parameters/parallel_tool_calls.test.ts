import { expect, it } from 'vitest'
import { conversation, texts, wire } from '../../support/wire.ts'

const city = (location: string) => ({ function: { name: 'get_current_weather', arguments: { location } } })
const scenarios = {
  default: { script: [{ tool_calls: [city('Paris'), city('London'), city('Rome')] }, { message: 'Fine.' }] },
}

/** What each round asks for; all of it is answered with the city's name. */
async function rounds(parallel_tool_calls: boolean | undefined) {
  const { openai } = wire({ scenarios })
  const { assistant_id, thread_id } = await conversation(openai)
  const asked: string[][] = []
  let run = await openai.beta.threads.runs.createAndPoll(thread_id, {
    assistant_id,
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
  return { run, asked, outputs, said: await texts(openai, thread_id, run.id) }
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
