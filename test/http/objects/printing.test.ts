import { describe, expect, it } from 'vitest'
import { conversation, type Json, weather, wire } from '../../support/wire.ts'

const scenarios = { default: { script: [{ message: 'Hello, wörld 😀' }] } }

// protocol.md §1.1 and §2, in the order in which the service printed them.
const keys = {
  run: 'id object created_at assistant_id thread_id status started_at expires_at cancelled_at failed_at completed_at required_action last_error model instructions tools tool_resources metadata temperature top_p reasoning_effort max_completion_tokens max_prompt_tokens truncation_strategy incomplete_details usage response_format tool_choice parallel_tool_calls',
  step: 'id object created_at run_id assistant_id thread_id type status cancelled_at completed_at expires_at failed_at last_error step_details usage',
  message: 'id object created_at assistant_id thread_id run_id role content attachments metadata',
  modified: 'id object created_at assistant_id thread_id run_id role content file_ids metadata',
  thread: 'id object created_at metadata tool_resources',
  assistant:
    'id object created_at name description model instructions tools top_p temperature reasoning_effort tool_resources metadata response_format',
  list: 'object data first_id last_id has_more',
  usage: 'prompt_tokens completion_tokens total_tokens prompt_token_details completion_tokens_details',
}

const namesOf = (object: Json | undefined) => Object.keys(object!).join(' ')

it('keys come in the order of the service, and no others', async () => {
  const { openai, get, post } = wire({ scenarios })
  const { assistant_id, thread_id } = await conversation(openai)
  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
  const at = `/threads/${thread_id}`
  const messages = (await get(`${at}/messages`)).body
  const steps = (await get(`${at}/runs/${run.id}/steps`)).body
  expect(namesOf((await get(`/assistants/${assistant_id}`)).body)).toBe(keys.assistant)
  expect(namesOf((await get(at)).body)).toBe(keys.thread)
  expect(namesOf((await get(`${at}/runs/${run.id}`)).body)).toBe(keys.run)
  expect(namesOf(steps.data[0])).toBe(keys.step)
  expect(namesOf(steps.data[0]?.usage)).toBe(keys.usage)
  expect(namesOf(messages.data[0])).toBe(keys.message)
  expect(namesOf(messages)).toBe(keys.list)
  const message = `${at}/messages/${String(messages.data[0]?.id)}`
  expect(namesOf((await post(message, { metadata: { a: 'b' } })).body)).toBe(keys.modified)
  expect(namesOf((await get(message)).body)).toBe(keys.message)
})

it('JSON is printed over lines, without a newline at the end, beyond ASCII as it is', async () => {
  const { openai, get, call } = wire({ scenarios })
  const { assistant_id, thread_id } = await conversation(openai)
  await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
  const { text, body } = await get(`/threads/${thread_id}/messages`)
  expect(text.startsWith('{\n  "object": "list",\n  "data": [\n    {\n      "id": "msg_')).toBe(true)
  expect(text.endsWith('\n  "has_more": false\n}')).toBe(true)
  expect(text).toContain('"value": "Hello, wörld 😀"')
  expect(text).toBe(JSON.stringify(body, null, 2))
  expect((await get('/nothing')).text).toBe(
    '{\n  "error": {\n    "message": "Invalid URL (GET /v1/nothing)",\n    "type": "invalid_request_error",\n    "param": null,\n    "code": null\n  }\n}',
  )
  const deleted = await call('DELETE', `/assistants/${assistant_id}`)
  expect(deleted.text).toBe(`{\n  "id": "${assistant_id}",\n  "object": "assistant.deleted",\n  "deleted": true\n}`)
})

describe('floats look like floats', () => {
  it.each(['recorded', 'spec'] as const)('in the profile %s', async (profile) => {
    const { openai, get, post } = wire({ profile })
    const { assistant_id, thread_id } = await conversation(openai, { tools: [{ type: 'file_search' }], temperature: 2 })
    const assistant = await get(`/assistants/${assistant_id}`)
    expect(assistant.text).toContain('"top_p": 1.0,\n  "temperature": 2.0')
    expect(assistant.text).toContain('"score_threshold": 0.0')
    const run = await post(`/threads/${thread_id}/runs`, { assistant_id, temperature: 0, top_p: 0.25 })
    expect(run.text).toContain('"temperature": 0.0,\n  "top_p": 0.25,')
    expect(run.text).toContain(`"created_at": ${String(run.body.created_at)},`)
    const plain = await conversation(openai)
    const other = await post(`/threads/${plain.thread_id}/runs`, { assistant_id: plain.assistant_id })
    expect(other.text).toContain('"temperature": 1.0,\n  "top_p": 1.0,')
  })

  it('in streams and search results too, and nowhere else', async () => {
    const { openai, get, post } = wire()
    const { assistant_id, thread_id } = await conversation(openai, {}, '{"temperature": 1, "top_p": 1}')
    const metadata = { emulator_scenario: 'file-search', top_p: '1' }
    const streamed = await post(`/threads/${thread_id}/runs`, { assistant_id, stream: true, metadata })
    expect(streamed.text).toContain('"temperature":1.0,"top_p":1.0,"reasoning_effort":null')
    expect(streamed.text).toContain('"score_threshold":0.0')
    const { text } = await get(`/threads/${thread_id}/messages`)
    expect(text).toContain('"value": "{\\"temperature\\": 1, \\"top_p\\": 1}"')
  })
})

describe('headers', () => {
  it('are those of the service on every answer, errors and streams included', async () => {
    const { openai, get, post } = wire({ scenarios })
    const { assistant_id, thread_id } = await conversation(openai)
    const answers = [
      await get(`/assistants/${assistant_id}`),
      await get('/assistants/asst_x'),
      await get('/nothing'),
      await get('/assistants', { authorization: null }),
      await post(`/threads/${thread_id}/runs`, { assistant_id, stream: true }),
    ]
    for (const { headers } of answers) {
      expect(headers.get('openai-version')).toBe('2020-10-01')
      expect(headers.get('openai-organization')).toBe('run-emulator')
      expect(headers.get('openai-project')).toBe('default')
      expect(headers.get('openai-processing-ms')).toMatch(/^\d+$/)
      expect(headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect([...headers.keys()].filter((name) => name.startsWith('x-ratelimit'))).toEqual([])
    }
    expect(new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size).toBe(answers.length)
    expect(answers.map(({ headers }) => headers.get('content-type'))).toEqual([
      ...Array<string>(4).fill('application/json'),
      'text/event-stream; charset=utf-8',
    ])
  })

  it('reach the client: the request id is on every object and every error', async () => {
    const { openai } = wire()
    const assistant = await openai.beta.assistants.create({ model: 'gpt-4o', tools: [weather] })
    expect(assistant._request_id).toMatch(/^req_/)
    const error = await openai.beta.assistants.retrieve('asst_x').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      status: 404,
      requestID: expect.stringMatching(/^req_/),
      type: 'invalid_request_error',
    })
  })

  it('tell the time of the clock', async () => {
    const { emulator, get } = wire({ clock: 'manual' })
    const before = (await get('/models')).headers.get('date')
    expect(before).toBe('Thu, 01 Jan 2026 00:00:00 GMT')
    await emulator.clock.advance('1h')
    expect((await get('/models')).headers.get('date')).toBe('Thu, 01 Jan 2026 01:00:00 GMT')
  })
})

it('ids look like those of the service, and times are whole seconds', async () => {
  const { openai } = wire({ scenarios: { default: { script: ['tool_calls', 'message'] } } })
  const { assistant_id, thread_id } = await conversation(openai, { tools: [weather] })
  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
  const [call] = run.required_action!.submit_tool_outputs.tool_calls
  const [step] = (await openai.beta.threads.runs.steps.list(run.id, { thread_id })).data
  const [message] = (await openai.beta.threads.messages.list(thread_id)).data
  for (const [id, kind] of [
    [assistant_id, 'asst'],
    [thread_id, 'thread'],
    [run.id, 'run'],
    [call!.id, 'call'],
    [step!.id, 'step'],
    [message!.id, 'msg'],
  ])
    expect(id).toMatch(new RegExp(`^${kind}_[A-Za-z0-9]{24}$`))
  for (const time of [run.created_at, run.started_at, run.expires_at, step!.created_at, message!.created_at])
    expect(Number.isInteger(time)).toBe(true)
  expect(run.expires_at).toBe(run.created_at + 600)
})
