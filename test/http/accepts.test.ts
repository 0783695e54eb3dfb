import { existsSync, readdirSync, readFileSync } from 'node:fs'
import OpenAI4 from 'openai4'
import { describe, expect, it } from 'vitest'
import { conversation, weather, wire } from '../support/wire.ts'

describe('null, which some clients send for all that is unset, is the same as silence', () => {
  it('on assistants', async () => {
    const { post } = wire()
    const nothing = {
      name: null,
      description: null,
      instructions: null,
      tools: null,
      tool_resources: null,
      metadata: null,
      temperature: null,
      top_p: null,
      reasoning_effort: null,
      response_format: null,
    }
    const { status, body } = await post('/assistants', { model: 'gpt-4o', ...nothing })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      name: null,
      tools: [],
      metadata: {},
      temperature: 1,
      top_p: 1,
      response_format: 'auto',
    })
    const inner = {
      name: 'f',
      description: null,
      parameters: null,
      strict: null,
    }
    const tools = [
      { type: 'function', function: inner },
      { type: 'file_search', file_search: { max_num_results: null, ranking_options: null } },
      { type: 'file_search', file_search: null },
    ]
    const modified = await post(`/assistants/${String(body.id)}`, { model: null, ...nothing, tools })
    expect([modified.status, modified.body.model]).toEqual([200, 'gpt-4o'])
    expect(modified.body.tools?.[0]?.function).toEqual({
      name: 'f',
      parameters: { type: 'object', properties: {} },
      strict: false,
    })
  })

  it('on threads, messages and runs', async () => {
    const { openai, post } = wire({ scenarios: { default: { script: [{ tool_calls: [{ function: 'f' }] }] } } })
    const { assistant_id } = await conversation(openai)
    const message = { role: 'user', content: 'Hi', attachments: null, metadata: null }
    const resources = { code_interpreter: { file_ids: null }, file_search: null }
    const thread = await post('/threads', { messages: [message], metadata: null, tool_resources: resources })
    expect([thread.status, thread.body.metadata]).toEqual([200, {}])
    const at = `/threads/${String(thread.body.id)}`
    expect((await post(at, { metadata: null, tool_resources: null })).status).toBe(200)
    const added = await post(`${at}/messages`, message)
    expect([added.status, added.body.attachments, added.body.metadata]).toEqual([200, [], {}])
    const nothing = {
      model: null,
      instructions: null,
      tools: null,
      metadata: null,
      temperature: null,
      top_p: null,
      stream: null,
      max_prompt_tokens: null,
      max_completion_tokens: null,
      truncation_strategy: null,
      tool_choice: null,
      parallel_tool_calls: null,
      response_format: null,
    }
    const run = await post(`${at}/runs`, {
      assistant_id,
      ...nothing,
      reasoning_effort: null,
      additional_instructions: null,
      additional_messages: null,
    })
    expect(run.body).toMatchObject({
      object: 'thread.run',
      tool_choice: 'auto',
      parallel_tool_calls: true,
      response_format: 'auto',
      truncation_strategy: { type: 'auto', last_messages: null },
    })
    const both = await post('/threads/runs', {
      assistant_id,
      ...nothing,
      thread: { messages: [message] },
      tool_resources: null,
    })
    expect(both.status).toBe(200)
    const waiting = await openai.beta.threads.runs.poll(String(both.body.id), {
      thread_id: String(both.body.thread_id),
    })
    const [call] = waiting.required_action!.submit_tool_outputs.tool_calls
    const outputs = { tool_outputs: [{ tool_call_id: call!.id, output: null }], stream: null }
    const submitted = await post(`/threads/${waiting.thread_id}/runs/${waiting.id}/submit_tool_outputs`, outputs)
    expect([submitted.status, submitted.body.status]).toEqual([200, 'queued'])
  })
})

describe('queries', () => {
  it('may have empty values, unknown names, and whatever a gateway adds', async () => {
    const { openai, get } = wire()
    const { thread_id } = await conversation(openai)
    for (const query of [
      'order=&limit=&after=&before=',
      'order',
      'api-version=2025-01-01-preview',
      'limit=20&foo=bar',
    ]) {
      const { status, body } = await get(`/threads/${thread_id}/messages?${query}`)
      expect([query, status, body.data?.length]).toEqual([query, 200, 1])
    }
  })

  it('ask for the text of search results in each encoding that clients use', async () => {
    const { openai, get, post } = wire()
    const { assistant_id, thread_id } = await conversation(openai, { tools: [{ type: 'file_search' }] })
    const run = await openai.beta.threads.runs.createAndPoll(thread_id, {
      assistant_id,
      metadata: { emulator_scenario: 'file-search' },
    })
    const steps = `/threads/${thread_id}/runs/${run.id}/steps`
    const what = 'step_details.tool_calls[*].file_search.results[*].content'
    const encoded = encodeURIComponent(what)
    const asks = [
      `include[]=${what}`,
      `include[]=${what.replaceAll('[*]', '%5B%2A%5D')}`,
      `include%5B%5D=${what.replaceAll('[*]', '%5B%2A%5D')}`,
      `include%5B%5D=${encoded}`,
      `include%5B0%5D=${encoded}`,
      `include=${encoded}`,
      `include%255B%255D=${encodeURIComponent(encoded)}`,
      `order=asc&include[]=something_else&include[]=${encoded}`,
    ]
    const shown = async (query: string) => {
      const { body } = await get(`${steps}?${query}`)
      const search = (body.data as unknown as { step_details: { tool_calls?: object[] } }[]).find(
        ({ step_details }) => step_details.tool_calls,
      )
      return JSON.stringify(search).includes('"content":[{"type":"text","text":"The favorite food')
    }
    for (const query of asks) expect([query, await shown(query)]).toEqual([query, true])
    for (const query of ['', 'include[]=', 'include[]=step_details', 'exclude[]=' + encoded])
      expect([query, await shown(query)]).toEqual([query, false])
    const streamed = await post(`/threads/${thread_id}/runs?${asks[1]}`, {
      assistant_id,
      stream: true,
      metadata: { emulator_scenario: 'file-search' },
    })
    expect(streamed.text).toContain('"content":[{"type":"text","text":"The favorite food')
  })
})

it('what the client of .NET sends with every run', async () => {
  const { openai, post } = wire()
  const { assistant_id, thread_id } = await conversation(openai)
  const path = `/threads/${thread_id}/runs?include[]=step_details.tool_calls%5B%2A%5D.file_search.results%5B%2A%5D.content`
  const body = { assistant_id, additional_messages: [] }
  const reply = await post(path, body, { accept: 'application/json, text/event-stream' })
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/json'])
})

it('what major 4 sends: a content type on GET, printed bodies', async () => {
  const { emulator } = wire()
  const seen: { method: string; type: string | null; body: unknown }[] = []
  const openai = new OpenAI4({
    apiKey: 'sk-test',
    baseURL: emulator.url,
    fetch: (url, init) => {
      const { method = 'GET', headers, body } = init as RequestInit
      seen.push({ method, type: new Headers(headers).get('content-type'), body })
      return emulator.fetch(url as string, init as RequestInit) as never
    },
  })
  const { id } = await openai.beta.assistants.create({ model: 'gpt-4o', tools: [weather] })
  expect((await openai.beta.assistants.retrieve(id)).id).toBe(id)
  expect((await openai.beta.assistants.del(id)).deleted).toBe(true)
  expect(seen.map(({ method, type }) => [method, type])).toContainEqual(['GET', 'application/json'])
  expect(seen[0]?.body).toContain('\n  "model"')
})

interface Recorded {
  request: { method: string; path: string; query?: string; headers: Record<string, string>; body: unknown }
  response: { status: number; body: unknown }
}

const recordings = new URL('../../../shared/recordings/', import.meta.url).pathname
const isVersion2 = ({ request: { headers } }: Recorded) =>
  Object.entries(headers).some(([name, value]) => name.toLowerCase() === 'openai-beta' && String(value).includes('v2'))

describe.skipIf(!existsSync(recordings))('recorded requests (skipped where ../shared/recordings is missing)', () => {
  const files = existsSync(recordings)
    ? readdirSync(recordings, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'))
    : []
  const bodies = files.flatMap((file) =>
    (JSON.parse(readFileSync(recordings + file, 'utf8')) as Recorded[])
      .filter((pair) => pair.request.method === 'POST' && isVersion2(pair))
      .map((pair) => ({ file, ...pair })),
  )
  const wrongBody = /Missing required|Unknown parameter|Invalid (?:type|value|')/

  it('have bodies that are right here where they were right there', async () => {
    const { post } = wire()
    const right = bodies.filter(({ response }) => response.status === 200)
    expect(right.length).toBeGreaterThan(30)
    for (const { file, request } of right) {
      const { body } = await post(request.path.replace('/v1', '') + (request.query ?? ''), request.body ?? undefined)
      expect([file, request.path, body?.error?.message ?? '']).toEqual([
        file,
        request.path,
        expect.not.stringMatching(wrongBody),
      ])
    }
  })

  it('have bodies that are wrong here where they were wrong there, in the same words', async () => {
    const { post } = wire()
    const wrong = bodies.filter(
      ({ response }) => response.status === 400 && wrongBody.test(JSON.stringify(response.body)),
    )
    expect(wrong.length).toBeGreaterThan(2)
    for (const { request, response } of wrong)
      expect((await post(request.path.replace('/v1', ''), request.body)).body).toEqual(response.body)
  })
})
