import { describe, expect, it } from 'vitest'
import { checker, hasSchema } from '../support/schema.ts'
import { weather, wire } from '../support/wire.ts'

const call = { function: { name: 'get_current_weather', arguments: { location: 'Paris' } } }
const scenarios = {
  completed: {
    script: [
      {
        tool_calls: [
          { code_interpreter: { input: 'print(1)', outputs: [{ logs: '1' }, { image: { file_id: 'file-plot' } }] } },
          { file_search: { results: [{ file_name: 'a.txt', score: 1, text: 'passage' }] } },
        ],
      },
      {
        message: [
          { text: 'See 【4:0†a.txt】', annotations: [{ file_citation: { text: '【4:0†a.txt】' } }] },
          { image_file: { file_id: 'file-plot' } },
        ],
      },
    ],
  },
  requires_action: { script: [{ tool_calls: [call, call] }, { message: 'Done' }] },
  in_progress: { script: [{ message: ['Well', 'hold'] }] },
  incomplete: { script: [{ message: ['Well', { status: 'incomplete' }] }] },
  failed: { script: [{ message: ['Well', { status: 'failed' }] }] },
}

/** Every kind of answer that the API gives, by the request that brought it. */
async function everything(profile: 'spec' | 'recorded') {
  const { openai, emulator, call } = wire({ profile, scenarios })
  const answers: [method: string, path: string, body: unknown][] = []
  const ask = async (method: string, path: string, body?: object) => {
    const reply = await call(method, path, body)
    expect([path, reply.status]).toEqual([path, 200])
    answers.push([method, path.replace(/\?.*/, ''), reply.body])
    return reply.body as unknown as { id: string; thread_id: string; status: string }
  }
  const tools = [weather, { type: 'code_interpreter' }, { type: 'file_search', file_search: { max_num_results: 5 } }]
  const assistant = await ask('POST', '/assistants', { model: 'gpt-4o', tools, reasoning_effort: 'low', name: 'A' })
  const other = await ask('POST', '/assistants', { model: 'gpt-4o', response_format: { type: 'json_object' } })
  await ask('POST', `/assistants/${assistant.id}`, { instructions: 'Be nice', metadata: { a: 'b' } })
  await ask('GET', `/assistants/${assistant.id}`)
  await ask('GET', '/assistants?limit=1')
  await ask('GET', '/models')
  await ask('GET', '/models/gpt-4o')
  const thread = await ask('POST', '/threads', { tool_resources: { code_interpreter: { file_ids: [] } } })
  await ask('GET', `/threads/${thread.id}`)
  await ask('POST', `/threads/${thread.id}`, { metadata: { a: 'b' } })
  const file = await openai.files.create({ file: new File(['The answer is 42.'], 'a.txt'), purpose: 'assistants' })
  const image = await openai.files.create({ file: new File(['png'], 'a.png'), purpose: 'vision' })
  await ask('GET', '/files')
  await ask('GET', `/files/${file.id}`)
  const store = await ask('POST', '/vector_stores', { name: 'S', file_ids: [file.id] })
  await emulator.clock.advance('1m')
  await ask('GET', '/vector_stores')
  await ask('GET', `/vector_stores/${store.id}`)
  await ask('POST', `/vector_stores/${store.id}`, { name: 'T' })
  await ask('GET', `/vector_stores/${store.id}/files`)
  await ask('GET', `/vector_stores/${store.id}/files/${file.id}`)
  await ask('GET', `/vector_stores/${store.id}/files/${file.id}/content`)
  await ask('POST', `/vector_stores/${store.id}/search`, { query: 'answer' })
  const batch = await ask('POST', `/vector_stores/${store.id}/file_batches`, { file_ids: [file.id] })
  await ask('GET', `/vector_stores/${store.id}/file_batches/${batch.id}`)
  await ask('GET', `/vector_stores/${store.id}/file_batches/${batch.id}/files`)
  await ask('DELETE', `/vector_stores/${store.id}/files/${file.id}`)
  await ask('DELETE', `/vector_stores/${store.id}`)
  const content = [
    { type: 'text', text: 'Hi' },
    { type: 'image_url', image_url: { url: 'https://example.org/a.png' } },
    { type: 'image_file', image_file: { file_id: image.id, detail: 'low' } },
  ]
  const message = await ask('POST', `/threads/${thread.id}/messages`, { role: 'user', content })
  await ask('GET', `/threads/${thread.id}/messages/${message.id}`)
  await ask('POST', `/threads/${thread.id}/messages/${message.id}`, { metadata: { a: 'b' } })

  const run = async (scenario: string, given: object = {}) => {
    const thread = { messages: [{ role: 'user', content: 'Hi' }] }
    const metadata = { emulator_scenario: scenario }
    const { id, thread_id } = await ask('POST', '/threads/runs', {
      assistant_id: assistant.id,
      thread,
      metadata,
      ...given,
    })
    await emulator.clock.advance('1s')
    const at = `/threads/${thread_id}/runs/${id}`
    const look = async () => {
      await ask('GET', at)
      await ask('GET', `${at}/steps?include[]=step_details.tool_calls[*].file_search.results[*].content`)
      const { data } = (await call('GET', `${at}/steps`)).body
      if (data[0]) await ask('GET', `${at}/steps/${String(data[0].id)}`)
      await ask('GET', `/threads/${thread_id}/messages`)
      await ask('GET', `/threads/${thread_id}/runs`)
    }
    await look()
    return { at, thread_id, id, look }
  }
  await run('completed', { max_prompt_tokens: 1000, truncation_strategy: { type: 'last_messages', last_messages: 5 } })
  const json_schema = { name: 'n', schema: { type: 'object' } }
  await run('incomplete', { tools: [weather], response_format: { type: 'json_schema', json_schema } })
  await run('failed', { tool_choice: 'none', assistant_id: other.id })
  const waiting = await run('requires_action', {
    tool_choice: { type: 'function', function: { name: weather.function.name } },
  })
  const polled = await openai.beta.threads.runs.retrieve(waiting.id, { thread_id: waiting.thread_id })
  await ask('POST', `${waiting.at}/submit_tool_outputs`, {
    tool_outputs: polled.required_action!.submit_tool_outputs.tool_calls.map(({ id }) => ({
      tool_call_id: id,
      output: 'x',
    })),
  })
  await emulator.clock.advance('1s')
  await waiting.look()
  const expiring = await run('requires_action')
  await emulator.clock.advance('10m')
  await expiring.look()
  const held = await run('in_progress')
  await ask('POST', `${held.at}/cancel`)
  await emulator.clock.advance('1s')
  await held.look()
  await ask('POST', held.at, { metadata: { a: 'b' } })

  await ask('DELETE', `/threads/${thread.id}/messages/${message.id}`)
  await ask('DELETE', `/threads/${thread.id}`)
  await ask('DELETE', `/assistants/${assistant.id}`)
  return answers
}

// An empty page has null ids on the wire and must be strings in the document: no client minds.
const isEmptyPage = (body: unknown) => (body as { data?: unknown[] }).data?.length === 0

describe.skipIf(!hasSchema)('against the OpenAPI document (skipped where ../shared/openapi is missing)', () => {
  it('everything in the profile spec has its shape, and nothing else', async () => {
    const check = checker({ closed: true }).response
    const answers = await everything('spec')
    const wrong = answers.filter(([, , body]) => !isEmptyPage(body)).map((answer) => check(...answer))
    expect([...new Set(wrong)].filter(Boolean)).toEqual([])
    const statuses = answers
      .map(([, , body]) => body as { object: string; status?: string })
      .filter(({ object }) => object === 'thread.run')
    expect(new Set(statuses.map(({ status }) => status))).toEqual(
      new Set([
        'queued',
        'in_progress',
        'requires_action',
        'cancelling',
        'completed',
        'incomplete',
        'failed',
        'cancelled',
        'expired',
      ]),
    )
  })

  it('events in the profile spec have the shape of their objects', async () => {
    const check = checker({ closed: true })
    const { openai } = wire({ profile: 'spec', scenarios })
    const assistant = await openai.beta.assistants.create({ model: 'gpt-4o', tools: [weather] })
    const wrong = new Set<string>()
    const seen = new Set<string>()
    for (const scenario of Object.keys(scenarios).filter((name) => name !== 'in_progress')) {
      const stream = await openai.beta.threads.createAndRun({
        assistant_id: assistant.id,
        stream: true,
        thread: { messages: [{ role: 'user', content: 'Hi' }] },
        metadata: { emulator_scenario: scenario },
      })
      for await (const { event, data } of stream) {
        seen.add(event)
        wrong.add(check.event(event, data))
      }
    }
    expect([...wrong].filter(Boolean)).toEqual([])
    expect(seen.size).toBeGreaterThan(15)
  })

  it('what was recorded differs from it in known ways only (protocol.md §2)', async () => {
    const check = checker().response
    const answers = (await everything('recorded')).filter(([, , body]) => !isEmptyPage(body))
    const complaints = answers
      .flatMap((answer) => check(...answer).split('\n'))
      .filter(Boolean)
      .map((line) => line.replace(/^.*?: /, '').replace(/^data(?:\/data\/\d+)?/, ''))
    expect(new Set(complaints)).toEqual(
      new Set([
        ...['status', 'completed_at', 'incomplete_at', 'incomplete_details', 'attachments'].map(lacks),
        ...['expired_at', 'metadata'].map(lacks),
        '/instructions must be string',
        // Files and vector stores: nulls where the document knows none, another name for a batch.
        ...['/expires_after must be object', '/expires_at must be integer', '/status_details must be string'],
        '/object must be equal to one of the allowed values',
      ]),
    )
  })
})

const lacks = (key: string) => ` must have required property '${key}'`
