import { expect, test } from 'vitest'
import { callFunction, scenario, setUp, textOf, toolOutputs } from './set_up.ts'

test('tool-call, polled: the run waits for the output of a function, then answers', async () => {
  const { openai, assistant_id, thread_id } = await setUp()

  const asked = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...scenario('tool-call') })
  expect(asked.status).toBe('requires_action')
  expect(asked.required_action!.submit_tool_outputs.tool_calls).toEqual([
    {
      id: expect.stringMatching(/^call_\w{24}$/),
      type: 'function',
      function: { name: 'get_current_weather', arguments: '{"location":"Paris","unit":"celsius"}' },
    },
  ])

  const run = await openai.beta.threads.runs.submitToolOutputsAndPoll(asked.id, {
    thread_id,
    tool_outputs: toolOutputs(asked),
  })
  expect(run.status).toBe('completed')
  expect(run.required_action).toBeNull()
  const { data: steps } = await openai.beta.threads.runs.steps.list(run.id, { thread_id, order: 'asc' })
  expect(steps.map(({ type }) => type)).toEqual(['tool_calls', 'message_creation'])
  expect(steps[0]!.step_details).toMatchObject({ tool_calls: [{ function: { output: '22 degrees' } }] })
  const { data: messages } = await openai.beta.threads.messages.list(thread_id)
  expect(textOf(messages[0])).toBe('It is 22 degrees and sunny in Paris.')
})

test('tool-call, streamed: the arguments come in pieces, and a second stream goes on after the output', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  const told: string[] = []

  const first = openai.beta.threads.runs
    .stream(thread_id, { assistant_id, ...scenario('tool-call') })
    .on('toolCallCreated', (call) => told.push(call.type === 'function' ? call.function.name : call.type))
    .on('toolCallDelta', (delta) => told.push((delta.type === 'function' && delta.function?.arguments) || ''))
  const asked = await first.finalRun()

  expect(asked.status).toBe('requires_action')
  expect(told[0]).toBe('get_current_weather')
  expect(told.length).toBeGreaterThan(5)
  expect(told.slice(1).join('')).toBe('{"location":"Paris","unit":"celsius"}')

  const names: string[] = []
  const second = openai.beta.threads.runs
    .submitToolOutputsStream(asked.id, { thread_id, tool_outputs: toolOutputs(asked) })
    .on('event', ({ event }) => names.push(event))
  const run = await second.finalRun()

  expect(names.slice(0, 3)).toEqual(['thread.run.step.completed', 'thread.run.queued', 'thread.run.in_progress'])
  expect([run.id, run.status]).toEqual([asked.id, 'completed'])
  expect((await second.finalMessages()).map(textOf)).toEqual(['It is 22 degrees and sunny in Paris.'])
  const [step] = await second.finalRunSteps()
  expect(step!.step_details).toMatchObject({ tool_calls: [{ function: { output: '22 degrees' } }] })
})

test('tool-call on a thread that is created with the run, polled and streamed', async () => {
  const { openai, assistant_id } = await setUp()
  const body = { assistant_id, thread: { messages: [{ role: 'user' as const, content: 'And now?' }] } }

  const polled = await openai.beta.threads.createAndRunPoll({ ...body, ...scenario('tool-call') })
  const streamed = await openai.beta.threads.createAndRunStream({ ...body, ...scenario('tool-call') }).finalRun()

  expect([polled.status, streamed.status]).toEqual(['requires_action', 'requires_action'])
  for (const { id, thread_id } of [polled, streamed]) {
    const asked = await openai.beta.threads.runs.retrieve(id, { thread_id })
    const tool_outputs = toolOutputs(asked)
    const run = await openai.beta.threads.runs.submitToolOutputsStream(id, { thread_id, tool_outputs }).finalRun()
    expect(run.status).toBe('completed')
  }
})

test('parallel-tool-calls, polled: two calls in one step, both outputs at once', async () => {
  const { openai, assistant_id, thread_id } = await setUp()

  const asked = await openai.beta.threads.runs.createAndPoll(thread_id, {
    assistant_id,
    ...scenario('parallel-tool-calls'),
  })
  const calls = asked.required_action!.submit_tool_outputs.tool_calls
  expect(calls.map(({ function: { arguments: args } }) => JSON.parse(args))).toEqual([
    { location: 'Paris' },
    { location: 'London' },
  ])
  expect(calls[0]!.id).not.toBe(calls[1]!.id)

  const [, onlyTheSecond] = toolOutputs(asked)
  await expect(
    openai.beta.threads.runs.submitToolOutputs(asked.id, { thread_id, tool_outputs: [onlyTheSecond!] }),
  ).rejects.toThrow(
    `Expected tool outputs for call_ids ['${calls[0]!.id}', '${calls[1]!.id}'], got ['${calls[1]!.id}']`,
  )

  const run = await openai.beta.threads.runs.submitToolOutputsAndPoll(asked.id, {
    thread_id,
    tool_outputs: toolOutputs(asked),
  })
  expect(run.status).toBe('completed')
  const { data: steps } = await openai.beta.threads.runs.steps.list(run.id, { thread_id })
  expect(steps).toHaveLength(2)
})

test('parallel-tool-calls, streamed: the second call opens after the first is written', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  const told: string[] = []

  const stream = openai.beta.threads.runs
    .stream(thread_id, { assistant_id, ...scenario('parallel-tool-calls') })
    .on('toolCallCreated', () => told.push('opened'))
    .on('toolCallDone', (call) => told.push(call.type === 'function' ? call.function.arguments : ''))
  const asked = await stream.finalRun()
  expect(told).toEqual(['opened', '{"location":"Paris"}', 'opened', '{"location":"London"}'])

  const second = openai.beta.threads.runs.submitToolOutputsStream(asked.id, {
    thread_id,
    tool_outputs: toolOutputs(asked),
  })
  expect((await second.finalMessages()).map(textOf)).toEqual(['It is 22 degrees in Paris and 17 in London.'])
})

test('two-rounds, polled: an application that answers for as long as it is asked', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  const called: string[] = []

  let run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...scenario('two-rounds') })
  while (run.status === 'requires_action') {
    for (const {
      function: { name },
    } of run.required_action!.submit_tool_outputs.tool_calls)
      called.push(name)
    run = await openai.beta.threads.runs.submitToolOutputsAndPoll(run.id, { thread_id, tool_outputs: toolOutputs(run) })
  }

  expect(run.status).toBe('completed')
  expect(called).toEqual(['find_city', 'get_current_weather'])
})

test('two-rounds, streamed: the stream of the outputs ends in the next question', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  const outputs: unknown[] = []

  let stream = openai.beta.threads.runs.stream(thread_id, { assistant_id, ...scenario('two-rounds') })
  let run = await stream.finalRun()
  for (; run.status === 'requires_action'; run = await stream.finalRun()) {
    for (const {
      function: { name },
    } of run.required_action!.submit_tool_outputs.tool_calls)
      outputs.push(callFunction(name))
    stream = openai.beta.threads.runs.submitToolOutputsStream(run.id, { thread_id, tool_outputs: toolOutputs(run) })
  }

  expect(run.status).toBe('completed')
  expect(outputs).toEqual(['Paris', '22 degrees'])
  expect((await stream.finalMessages()).map(textOf)).toEqual([
    'The capital of France is Paris. It is 22 degrees there.',
  ])
  const { data: steps } = await openai.beta.threads.runs.steps.list(run.id, { thread_id, order: 'asc' })
  expect(steps.map(({ type }) => type)).toEqual(['tool_calls', 'tool_calls', 'message_creation'])
  expect(run.usage!.total_tokens).toBe(steps.reduce((sum, { usage }) => sum + usage!.total_tokens, 0))
})
