import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { operations as served } from '../../src/http/app.ts'
import type { Profile } from '../../src/http/render.ts'
import { playPolled, playStreamed } from '../sdk/play.ts'
import { setUp } from '../sdk/set_up.ts'
import { sound } from '../support/scenarios.ts'
import { weather, wire } from '../support/wire.ts'
import { differences, forgetSeen, unseen } from './differences.ts'
import { hasDocument, nameless, operations } from './document.ts'

const call = { function: { name: 'get_current_weather', arguments: { location: 'Paris' } } }
const scenarios = {
  completed: {
    script: [
      {
        tool_calls: [
          { code_interpreter: { input: 'print(1)', outputs: [{ logs: '1' }, { image: { file_id: 'file-plot' } }] } },
          {
            file_search: {
              results: [{ file_name: 'a.txt', score: 1, text: 'passage' }],
              ranking_options: { ranker: 'some-new-ranker' },
            },
          },
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
  incomplete: {
    script: [{ message: ['Well', { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }] }],
  },
  failed: {
    script: [{ message: ['Well', { status: 'failed', last_error: { code: 'tool_user_error', message: 'No.' } }] }],
  },
}

/** Brings every kind of answer that the API gives. Resolves to the operations that succeeded and the statuses that runs had. */
async function everything(profile: Profile) {
  const succeeded = new Set<string>()
  const statuses = new Set<string>()
  const { openai, emulator, call } = wire({
    profile,
    scenarios,
    onRequest: ({ route = '', status }) => void (status === 200 && succeeded.add(nameless(route))),
  })
  const ask = async (method: string, path: string, given?: object) => {
    const reply = await call(method, path, given)
    expect([path, reply.status]).toEqual([path, 200])
    const body = reply.body as unknown as { id: string; object: string; thread_id: string; status: string }
    if (body.object === 'thread.run') statuses.add(body.status)
    return body
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
  await ask('GET', `/threads/${thread.id}/runs`)
  await ask('POST', `/threads/${thread.id}`, { metadata: { a: 'b' } })
  const file = await openai.files.create({ file: new File(['The answer is 42.'], 'a.txt'), purpose: 'assistants' })
  const image = await openai.files.create({ file: new File(['png'], 'a.png'), purpose: 'vision' })
  await openai.files.create({ file: new File(['{}'], 'a.jsonl'), purpose: 'evals' })
  await ask('GET', '/files')
  await ask('GET', `/files/${file.id}`)
  await (await openai.files.content(image.id)).text()
  await call('GET', '/files/file-none')
  await call('DELETE', '/models/gpt-4o')
  const store = await ask('POST', '/vector_stores', { name: 'S', file_ids: [file.id] })
  await emulator.clock.advance('1m')
  await ask('POST', '/vector_stores')
  await ask('GET', '/vector_stores')
  await ask('GET', `/vector_stores/${store.id}`)
  await ask('POST', `/vector_stores/${store.id}`, { name: 'T' })
  await ask('GET', `/vector_stores/${store.id}/files`)
  await ask('GET', `/vector_stores/${store.id}/files/${file.id}`)
  await ask('POST', `/vector_stores/${store.id}/files/${file.id}`, { attributes: { year: 2026 } })
  await ask('GET', `/vector_stores/${store.id}/files/${file.id}/content`)
  await ask('POST', `/vector_stores/${store.id}/search`, { query: 'answer' })
  const batch = await ask('POST', `/vector_stores/${store.id}/file_batches`, { file_ids: [file.id] })
  await ask('GET', `/vector_stores/${store.id}/file_batches/${batch.id}`)
  await ask('GET', `/vector_stores/${store.id}/file_batches/${batch.id}/files`)
  await ask('POST', `/vector_stores/${store.id}/file_batches/${batch.id}/cancel`)
  await ask('DELETE', `/vector_stores/${store.id}/files/${file.id}`)
  await ask('POST', `/vector_stores/${store.id}/files`, { file_id: file.id })
  await ask('DELETE', `/files/${file.id}`)
  await ask('DELETE', `/vector_stores/${store.id}`)
  const content = [
    { type: 'text', text: 'Hi' },
    { type: 'image_url', image_url: { url: 'https://example.org/a.png' } },
    { type: 'image_file', image_file: { file_id: image.id, detail: 'low' } },
  ]
  const message = await ask('POST', `/threads/${thread.id}/messages`, { role: 'user', content })
  await ask('GET', `/threads/${thread.id}/messages/${message.id}`)
  await ask('POST', `/threads/${thread.id}/messages/${message.id}`, { metadata: { a: 'b' } })

  await ask('GET', `/threads/${thread.id}/messages`)

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
  await run('completed', {
    max_prompt_tokens: 1000,
    truncation_strategy: { type: 'last_messages', last_messages: 5 },
  })
  const json_schema = { name: 'n', schema: { type: 'object' } }
  await run('incomplete', {
    tools: [weather],
    response_format: { type: 'json_schema', json_schema },
  })
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
  await run('completed', { max_prompt_tokens: 16, max_completion_tokens: 16 })
  const held = await run('in_progress')
  await ask('POST', `${held.at}/cancel`)
  await emulator.clock.advance('1s')
  await held.look()
  await ask('POST', held.at, { metadata: { a: 'b' } })

  const metadata = { emulator_scenario: 'in_progress' }
  const streamed = call('POST', `/threads/${thread.id}/runs`, { assistant_id: assistant.id, stream: true, metadata })
  await emulator.clock.advance('1s')
  await ask('DELETE', `/threads/${thread.id}/messages/${message.id}`)
  await ask('DELETE', `/threads/${thread.id}`)
  expect((await streamed).text).toContain('event: error')
  await ask('DELETE', `/assistants/${assistant.id}`)
  return { succeeded, statuses }
}

/** Served, but never with success: what it asks for cannot be there. */
const alwaysRefused = { 'DELETE /models/:': 'only fine-tuned models can be deleted, and there are none' }

const named = (routes: Iterable<string>) => [...routes].sort()

describe.skipIf(!hasDocument)('the whole of the OpenAPI document (skipped where ../shared/openapi is missing)', () => {
  beforeAll(forgetSeen)

  test('is served, and nothing else', () => {
    const ours = served.map(({ method, path }) => nameless(`${method.toUpperCase()} ${path}`))
    expect(named(ours)).toEqual(named(operations().keys()))
  })

  test.each(['spec', 'recorded'] as const)('answers, each operation at least once, profile %s', async (profile) => {
    const { succeeded, statuses } = await everything(profile)
    expect(named([...succeeded, ...Object.keys(alwaysRefused)])).toEqual(named(operations().keys()))
    expect(named(statuses)).toEqual(
      named([
        ...['queued', 'in_progress', 'requires_action', 'cancelling'],
        ...['completed', 'incomplete', 'failed', 'cancelled', 'expired'],
      ]),
    )
  })

  test('differs in every way that the list says', () => {
    expect(unseen()).toEqual([])
  })

  test('is told on its page in true figures', () => {
    const page = readFileSync(new URL('../../docs/proof.md', import.meta.url), 'utf8').replace(/\s+/g, ' ')
    expect(page).toContain(`all ${operations().size} operations`)
    expect(page).toContain(`The list has ${differences.length} entries`)
  })
})

// In the profile `recorded` the golden transcripts and the stories about agreement play them all.
test.each(sound)('%s, streamed and polled, in the profile spec', async (name) => {
  expect(await playStreamed(await setUp({ profile: 'spec' }), name)).toEqual(
    await playPolled(await setUp({ profile: 'spec' }), name),
  )
})
