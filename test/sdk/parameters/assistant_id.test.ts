import { BadRequestError, NotFoundError } from 'openai'
import { expect, it } from 'vitest'
import { conversation, weather, wire } from '../../support/wire.ts'

it('is required', async () => {
  const { openai } = wire()
  const { thread_id } = await conversation(openai)
  const error = await openai.beta.threads.runs.create(thread_id, {} as never).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(BadRequestError)
  expect(error).toMatchObject({ param: 'assistant_id', code: 'missing_required_parameter' })
})

it('must be that of an assistant; nothing is left behind where it is not', async () => {
  const { openai } = wire()
  const { thread_id } = await conversation(openai)
  const additional_messages = [{ role: 'user' as const, content: 'More' }]
  const run = openai.beta.threads.runs.create(thread_id, { assistant_id: 'asst_unknown', additional_messages })
  await expect(run).rejects.toThrow(NotFoundError)
  await expect(run).rejects.toThrow("404 No assistant found with id 'asst_unknown'.")
  expect((await openai.beta.threads.messages.list(thread_id)).data).toHaveLength(1)
  expect((await openai.beta.threads.runs.list(thread_id)).data).toEqual([])
})

it('brings the values of the assistant', async () => {
  const { openai } = wire()
  const values = {
    model: 'gpt-4.1-mini',
    instructions: 'Answer in French.',
    tools: [weather],
    temperature: 0.3,
    top_p: 0.9,
    reasoning_effort: 'low' as const,
    response_format: { type: 'json_object' as const },
  }
  const { assistant_id, thread_id } = await conversation(openai, values)
  const run = await openai.beta.threads.runs.create(thread_id, { assistant_id })
  expect(run).toMatchObject({
    ...values,
    tools: [{ type: 'function', function: { ...weather.function, strict: false } }],
  })
  expect(run).toMatchObject({
    assistant_id,
    thread_id,
    metadata: {},
    max_completion_tokens: null,
    max_prompt_tokens: null,
  })
})

it('brings the defaults of the service where the assistant has none', async () => {
  const { openai, get } = wire()
  const { assistant_id, thread_id } = await conversation(openai)
  const run = await openai.beta.threads.runs.create(thread_id, { assistant_id })
  expect(run).toMatchObject({
    model: 'gpt-4o',
    instructions: null,
    tools: [],
    temperature: 1,
    top_p: 1,
    reasoning_effort: null,
    response_format: 'auto',
    tool_choice: 'auto',
    parallel_tool_calls: true,
    truncation_strategy: { type: 'auto', last_messages: null },
    tool_resources: {},
  })
  expect((await get(`/threads/${thread_id}/runs/${run.id}`)).text).toContain('"temperature": 1.0,\n  "top_p": 1.0,')
})
