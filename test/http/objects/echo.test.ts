import { describe, expect, it } from 'vitest'
import { conversation, weather, wire } from '../../support/wire.ts'

describe('tools are echoed in their full form (protocol.md §2.2)', () => {
  const ranking_options = { ranker: 'default_2024_08_21', score_threshold: 0, hybrid_search: null }
  const empty = { type: 'object', properties: {} }
  const cases: [name: string, sent: object, echoed: object][] = [
    ['code_interpreter', { type: 'code_interpreter' }, { type: 'code_interpreter' }],
    ['file_search', { type: 'file_search' }, { type: 'file_search', file_search: { ranking_options } }],
    [
      'file_search with a number of results',
      { type: 'file_search', file_search: { max_num_results: 5 } },
      { type: 'file_search', file_search: { max_num_results: 5, ranking_options } },
    ],
    [
      'file_search with a ranking',
      { type: 'file_search', file_search: { ranking_options: { score_threshold: 0.5, ranker: 'auto' } } },
      {
        type: 'file_search',
        file_search: { ranking_options: { ranker: 'auto', score_threshold: 0.5, hybrid_search: null } },
      },
    ],
    [
      'a function with a name only',
      { type: 'function', function: { name: 'f' } },
      { type: 'function', function: { name: 'f', parameters: empty, strict: false } },
    ],
    [
      'a strict function',
      { function: { strict: true, parameters: empty, description: 'd', name: 'f' }, type: 'function' },
      { type: 'function', function: { name: 'f', description: 'd', parameters: empty, strict: true } },
    ],
  ]
  it.each(cases)('%s', async (_, sent, echoed) => {
    const { post, get } = wire()
    const { body } = await post('/assistants', { model: 'gpt-4o', tools: [sent] })
    expect(JSON.stringify(body.tools)).toBe(JSON.stringify([echoed]))
    expect((await get(`/assistants/${String(body.id)}`)).body.tools).toEqual([echoed])
    const thread = { messages: [{ role: 'user', content: 'Hi' }] }
    const run = await post('/threads/runs', { assistant_id: body.id, thread, tools: [sent, weather] })
    expect(JSON.stringify(run.body.tools?.[0])).toBe(JSON.stringify(echoed))
  })
})

describe('assistants', () => {
  it('show what was not given as the service did', async () => {
    const { post } = wire()
    const { body } = await post('/assistants', { model: 'gpt-4o' })
    expect(body).toEqual({
      id: body.id,
      object: 'assistant',
      created_at: body.created_at,
      name: null,
      description: null,
      model: 'gpt-4o',
      instructions: null,
      tools: [],
      top_p: 1,
      temperature: 1,
      reasoning_effort: null,
      tool_resources: {},
      metadata: {},
      response_format: 'auto',
    })
  })

  it('with a code interpreter show its files even if there are none, also once it is added', async () => {
    const { post } = wire()
    const tools = [{ type: 'code_interpreter' }]
    const { body } = await post('/assistants', { model: 'gpt-4o', tools })
    expect(body.tool_resources).toEqual({ code_interpreter: { file_ids: [] } })
    const other = await post('/assistants', { model: 'gpt-4o' })
    const modified = await post(`/assistants/${String(other.body.id)}`, { tools })
    expect(modified.body.tool_resources).toEqual({ code_interpreter: { file_ids: [] } })
  })

  it('keep what a change does not name, lose what it sets to null', async () => {
    const { openai } = wire()
    const made = await openai.beta.assistants.create({
      model: 'gpt-4o',
      name: 'A',
      instructions: 'Be nice.',
      tools: [weather],
      temperature: 0.5,
      metadata: { a: '1', b: '2' },
      response_format: { type: 'json_object' },
    })
    const renamed = await openai.beta.assistants.update(made.id, { name: 'B' })
    expect(renamed).toEqual({ ...made, name: 'B' })
    const emptied = await openai.beta.assistants.update(made.id, {
      name: null,
      instructions: null,
      temperature: null,
      metadata: { c: '3' },
      response_format: null,
      tools: [],
    })
    expect(emptied).toMatchObject({
      name: null,
      instructions: null,
      temperature: 1,
      metadata: { c: '3' },
      response_format: 'auto',
      tools: [],
    })
    expect(await openai.beta.assistants.retrieve(made.id)).toEqual(emptied)
  })
})

describe('threads', () => {
  it('show resources of the code interpreter when read, though none were given (protocol.md §2.5)', async () => {
    const { post, get } = wire()
    const { body } = await post('/threads', {})
    const at = `/threads/${String(body.id)}`
    expect(body.tool_resources).toEqual({})
    expect((await get(at)).body.tool_resources).toEqual({ code_interpreter: { file_ids: [] } })
    expect((await post(at, { metadata: { a: 'b' } })).body).toMatchObject({ tool_resources: {}, metadata: { a: 'b' } })
  })

  it('do not in the profile spec', async () => {
    const { post, get } = wire({ profile: 'spec' })
    const { body } = await post('/threads', {})
    expect((await get(`/threads/${String(body.id)}`)).body.tool_resources).toEqual({})
  })

  it('are created with their messages, in one second and in order', async () => {
    const { openai } = wire()
    const { id, created_at } = await openai.beta.threads.create({
      messages: [
        { role: 'user', content: 'one' },
        { role: 'assistant', content: 'two' },
        { role: 'user', content: [{ type: 'text', text: 'three' }] },
      ],
      metadata: { a: 'b' },
    })
    const { data } = await openai.beta.threads.messages.list(id, { order: 'asc' })
    expect(data.map((message) => [message.created_at, message.role, message.content])).toEqual(
      [
        ['user', 'one'],
        ['assistant', 'two'],
        ['user', 'three'],
      ].map(([role, value]) => [created_at, role, [{ type: 'text', text: { value, annotations: [] } }]]),
    )
  })
})

describe('messages', () => {
  it('show texts as parts, images with their detail', async () => {
    const { openai, post } = wire()
    const { id: file_id } = await openai.files.create({ file: new File(['png'], 'a.png'), purpose: 'vision' })
    const { body } = await post('/threads', {})
    const at = `/threads/${String(body.id)}/messages`
    const plain = await post(at, { role: 'user', content: 'Hi' })
    expect(plain.body).toMatchObject({
      object: 'thread.message',
      thread_id: body.id,
      assistant_id: null,
      run_id: null,
      role: 'user',
      content: [{ type: 'text', text: { value: 'Hi', annotations: [] } }],
      attachments: [],
      metadata: {},
    })
    const url = 'https://example.org/a.png'
    const images = await post(at, {
      role: 'user',
      content: [
        { type: 'text', text: 'Look' },
        { type: 'image_url', image_url: { url } },
        { type: 'image_url', image_url: { url, detail: 'high' } },
        { type: 'image_file', image_file: { file_id } },
      ],
    })
    expect(images.body.content).toEqual([
      { type: 'text', text: { value: 'Look', annotations: [] } },
      { type: 'image_url', image_url: { url, detail: 'auto' } },
      { type: 'image_url', image_url: { url, detail: 'high' } },
      { type: 'image_file', image_file: { file_id, detail: 'auto' } },
    ])
  })

  it('answer a change with file_ids instead of attachments (protocol.md §2.4), not in the profile spec', async () => {
    for (const [profile, given, lost] of [
      ['recorded', 'file_ids', 'attachments'],
      ['spec', 'attachments', 'file_ids'],
    ] as const) {
      const { post, get } = wire({ profile })
      const thread = await post('/threads', { messages: [{ role: 'user', content: 'Hi' }] })
      const at = `/threads/${String(thread.body.id)}/messages`
      const message = `${at}/${String((await get(at)).body.data[0]?.id)}`
      const { body } = await post(message, { metadata: { a: 'b' } })
      expect([body[given], body[lost], body.metadata]).toEqual([[], undefined, { a: 'b' }])
      expect((await get(message)).body).toMatchObject({ attachments: [], metadata: { a: 'b' } })
      expect((await post(message, {})).body.metadata).toEqual({ a: 'b' })
      expect((await post(message, { metadata: null })).body.metadata).toEqual({})
    }
  })

  it('have a status only in the profile spec, and in streams', async () => {
    for (const profile of ['recorded', 'spec'] as const) {
      const { openai, get } = wire({ profile })
      const { thread_id } = await conversation(openai)
      const [message] = (await get(`/threads/${thread_id}/messages`)).body.data as unknown as object[]
      for (const key of ['status', 'completed_at', 'incomplete_at', 'incomplete_details'])
        expect([profile, key, key in message!]).toEqual([profile, key, profile === 'spec'])
    }
  })
})

describe('steps', () => {
  const scenarios = {
    default: { script: [{ tool_calls: [{ function: 'f' }] }, { message: 'Done' }] },
  }

  it('lose their expiry when the run has ended, not before (protocol.md §2.3)', async () => {
    const { openai, get } = wire({ scenarios })
    const { assistant_id, thread_id } = await conversation(openai)
    const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
    const at = `/threads/${thread_id}/runs/${run.id}/steps`
    const [open] = (await get(at)).body.data as unknown as { id: string }[]
    expect(open).toMatchObject({ status: 'in_progress', expires_at: run.expires_at, completed_at: null, usage: null })
    const stream = openai.beta.threads.runs.submitToolOutputsStream(run.id, {
      thread_id,
      tool_outputs: [{ tool_call_id: run.required_action!.submit_tool_outputs.tool_calls[0]!.id, output: 'x' }],
    })
    const told: unknown[] = []
    for await (const { event, data } of stream) if (event === 'thread.run.step.completed') told.push(data)
    expect(told).toMatchObject([{ expires_at: run.expires_at }, { expires_at: run.expires_at }])
    const { data } = (await get(at)).body
    expect(data).toMatchObject([
      { status: 'completed', expires_at: null },
      { status: 'completed', expires_at: null },
    ])
    expect((await get(`${at}/${open!.id}`)).body).toMatchObject({ expires_at: null })
    expect(data[0]).not.toHaveProperty('expired_at')
    expect(data[0]).not.toHaveProperty('metadata')
  })

  it('in the profile spec have an expiry only if they expired, and metadata', async () => {
    const { openai, get, emulator } = wire({ scenarios, profile: 'spec' })
    const { assistant_id, thread_id } = await conversation(openai)
    const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
    const steps = async () => (await get(`/threads/${thread_id}/runs/${run.id}/steps`)).body.data[0]
    expect(await steps()).toMatchObject({ expired_at: null, metadata: {} })
    expect(await steps()).not.toHaveProperty('expires_at')
    await emulator.clock.advance('10m')
    expect(await steps()).toMatchObject({ status: 'expired', expired_at: run.created_at + 600 })
  })
})
