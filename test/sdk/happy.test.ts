import { expect, test } from 'vitest'
import { scenario, setUp, textOf, toolOutputs } from './set_up.ts'

test('hello, polled: one message, then the run is completed', async () => {
  const { openai, assistant_id, thread_id } = await setUp()

  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...scenario('hello') })

  expect(run.status).toBe('completed')
  const { data: messages } = await openai.beta.threads.messages.list(thread_id)
  expect(messages.map(({ role }) => role)).toEqual(['assistant', 'user'])
  expect(textOf(messages[0])).toBe('Hello! How can I help you today?')
  expect(messages[0]!.run_id).toBe(run.id)
  const { data: steps } = await openai.beta.threads.runs.steps.list(run.id, { thread_id })
  expect(steps.map(({ type, status }) => [type, status])).toEqual([['message_creation', 'completed']])
  expect(steps[0]!.step_details).toEqual({
    type: 'message_creation',
    message_creation: { message_id: messages[0]!.id },
  })
})

test('hello, streamed: the words come one by one', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  const told: string[] = []

  const stream = openai.beta.threads.runs
    .stream(thread_id, { assistant_id, ...scenario('hello') })
    .on('runStepCreated', ({ type }) => told.push(`step ${type}`))
    .on('messageCreated', ({ content }) => told.push(`message ${content.length}`))
    .on('textCreated', () => told.push('text'))
    .on('textDelta', ({ value }) => told.push(value!))
    .on('textDone', ({ value }) => told.push(`text done: ${value}`))
    .on('messageDone', ({ status }) => told.push(`message ${status}`))
    .on('runStepDone', ({ status }) => told.push(`step ${status}`))
    .on('end', () => told.push('end'))
  const run = await stream.finalRun()

  expect(run.status).toBe('completed')
  expect(told).toEqual([
    ...['step message_creation', 'message 0', 'text'],
    ...['Hello', '!', ' How', ' can', ' I', ' help', ' you', ' today', '?'],
    ...['text done: Hello! How can I help you today?', 'message completed', 'step completed', 'end'],
  ])
  expect((await stream.finalMessages()).map(textOf)).toEqual(['Hello! How can I help you today?'])
})

test('hello on a thread that is created with the run, polled and streamed', async () => {
  const { openai, assistant_id } = await setUp()
  const thread = { messages: [{ role: 'user' as const, content: 'Hi!' }] }

  const polled = await openai.beta.threads.createAndRunPoll({ assistant_id, thread, ...scenario('hello') })
  const names: string[] = []
  const stream = openai.beta.threads
    .createAndRunStream({ assistant_id, thread, ...scenario('hello') })
    .on('event', ({ event }) => names.push(event))
  const streamed = await stream.finalRun()

  expect([polled.status, streamed.status]).toEqual(['completed', 'completed'])
  expect(names.slice(0, 3)).toEqual(['thread.created', 'thread.run.created', 'thread.run.queued'])
  expect(streamed.thread_id).not.toBe(polled.thread_id)
  for (const { thread_id } of [polled, streamed]) {
    const { data } = await openai.beta.threads.messages.list(thread_id, { order: 'asc' })
    expect(data.map(textOf)).toEqual(['Hi!', 'Hello! How can I help you today?'])
  }
})

test('default, polled: where nobody wrote a scenario, an offered function is called and an answer invented', async () => {
  const { openai, assistant_id, thread_id } = await setUp()

  const asked = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
  expect(asked.status).toBe('requires_action')
  const call = asked.required_action!.submit_tool_outputs.tool_calls[0]!
  expect(call.function.name).toBe('get_current_weather')
  expect(JSON.parse(call.function.arguments)).toEqual({ location: expect.any(String) })

  const run = await openai.beta.threads.runs.submitToolOutputsAndPoll(asked.id, {
    thread_id,
    tool_outputs: toolOutputs(asked),
  })
  expect(run.status).toBe('completed')
  const { data } = await openai.beta.threads.messages.list(thread_id, { run_id: run.id })
  expect(textOf(data[0])).toContain('22 degrees')
})

test('default, streamed: without tools there is only the answer', async () => {
  const { openai, thread_id } = await setUp()
  const { id: assistant_id } = await openai.beta.assistants.create({ model: 'gpt-4o' })
  let text = ''

  const stream = openai.beta.threads.runs
    .stream(thread_id, { assistant_id })
    .on('textDelta', (_delta, snapshot) => (text = snapshot.value))
  const run = await stream.finalRun()

  expect(run.status).toBe('completed')
  expect(text.length).toBeGreaterThan(10)
  expect((await stream.finalMessages()).map(textOf)).toEqual([text])
  expect(run.usage!.completion_tokens).toBeGreaterThan(1)
})
