import OpenAI from 'openai'
import { expect, test } from 'vitest'
import type { JournalEntry } from '../../../src/engine/journal/view.ts'
import { clientOf, prepare, setUp } from './control.ts'

interface List {
  data: JournalEntry[]
  dropped: number
}

test('every request is there with what was answered, the run and the scenario', async () => {
  const { client, control } = setUp()
  const { thread, assistant_id } = await prepare(client)
  const run = await client.beta.threads.runs.createAndPoll(
    thread.id,
    { assistant_id },
    { headers: { 'x-emulator-scenario': 'hello' } },
  )
  const { data } = await control<List>('GET /journal')
  expect(data.map(({ route, response }) => `${route} ${response?.status}`).slice(0, 4)).toEqual([
    'POST /assistants 200',
    'POST /threads 200',
    'POST /threads/:thread/runs 200',
    'GET /threads/:thread/runs/:run 200',
  ])
  expect(data[2]).toMatchObject({
    n: 3,
    project: 'default',
    at: '2026-01-01T00:00:00.000Z',
    request: { method: 'POST', path: `/v1/threads/${thread.id}/runs`, query: {}, body: { assistant_id } },
    response: { status: 200, body: { id: run.id, status: 'queued' }, ended: 'complete' },
    scenario: 'hello',
    run: { id: run.id, thread_id: thread.id, status: 'queued' },
  })
  expect(data[2]!.response!.headers['x-request-id']).toBe(data[2]!.request_id)
  expect(data.at(-1)!.run!.status).toBe('completed')
})

test('a stream is there event by event, and says how it ended', async () => {
  const { client, emulator } = setUp()
  const { thread, assistant_id } = await prepare(client)
  await client.beta.threads.runs.stream(thread.id, { assistant_id }).finalRun()
  const [{ response }] = emulator.journal({ path: '/runs' }) as [JournalEntry]
  const names = response!.events!.map(({ event }) => event)
  expect(names[0]).toBe('thread.run.created')
  expect(names.slice(-2)).toEqual(['thread.run.requires_action', 'done'])
  expect(response!.events!.at(-1)!.data).toBe('[DONE]')
  expect(response!.events![0]).toMatchObject({ data: { status: 'queued' }, at: '2026-01-01T00:00:00.000Z' })
  expect(response).toMatchObject({ ended: 'complete' })
  expect(response).not.toHaveProperty('body')
})

test('a stream that was cut, and one that the client left, say so', async () => {
  const { client, emulator } = setUp()
  const { thread, assistant_id } = await prepare(client)
  const create = (scenario: string, thread_id: string) =>
    client.beta.threads.runs.create(
      thread_id,
      { assistant_id, stream: true },
      { headers: { 'x-emulator-scenario': scenario } },
    )
  const cut = await create('stream-cut', thread.id)
  await expect(
    (async () => {
      for await (const _ of cut);
    })(),
  ).rejects.toThrow()
  const { id } = await client.beta.threads.create({ messages: [{ role: 'user', content: 'hi' }] })
  const left = await create('slow', id)
  for await (const { event } of left) if (event === 'thread.message.delta') break
  const ended = emulator.journal({ path: '/runs' }).map(({ response }) => response?.ended)
  expect(ended).toEqual(['broken', 'left'])
})

test('the journal is filtered by what a query says', async () => {
  const { client, control } = setUp()
  const { thread, assistant_id } = await prepare(client)
  const run = await client.beta.threads.runs.create(
    thread.id,
    { assistant_id },
    { headers: { 'x-emulator-scenario': 'slow' } },
  )
  await client.beta.threads.retrieve('thread_nobody').catch(() => {})
  const numbers = async (query: string) => (await control<List>(`GET /journal?${query}`)).data.map(({ n }) => n)
  expect(await numbers('method=get')).toEqual([4])
  expect(await numbers('path=/threads/*/runs')).toEqual([3])
  expect(await numbers('status=4xx')).toEqual([4])
  expect(await numbers('status=200')).toEqual([1, 2, 3])
  expect(await numbers(`run=${run.id}`)).toEqual([3])
  expect(await numbers('scenario=slow')).toEqual([3])
  expect(await numbers('since=2')).toEqual([3, 4])
  expect(await numbers('since=2030-01-01')).toEqual([])
})

test('an unknown route is there with its body', async () => {
  const { emulator, control } = setUp()
  await emulator.fetch(`${emulator.url}/responses`, { method: 'POST', body: '{"model":"gpt-4o"}' })
  const { data } = await control<List>('GET /journal')
  expect(data).toMatchObject([{ route: null, request: { body: { model: 'gpt-4o' } }, response: { status: 404 } }])
})

test('secrets are masked, in headers, queries and bodies; the name of a project is none', async () => {
  const { emulator, control } = setUp()
  const key = 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789'
  const client = new OpenAI({
    apiKey: key,
    baseURL: emulator.url,
    fetch: emulator.fetch,
    defaultHeaders: { cookie: 'sid=1' },
  })
  await client.beta.threads.create({ messages: [{ role: 'user', content: `my key is ${key}` }] })
  await emulator.fetch(`${emulator.url}/threads?api_key=topsecret`, { headers: { 'api-key': 'topsecret' } })
  const journal = await control<List>('GET /journal')
  expect(JSON.stringify(journal)).not.toMatch(/abcdefghijkl|sid=1|topsecret/)
  expect(journal.data[0]!.request.headers).toMatchObject({ authorization: 'Bearer ***', cookie: '***' })
  expect(journal.data[0]!.request.body).toMatchObject({ messages: [{ content: 'my key is ***' }] })
  expect(journal.data[1]!.request.query).toEqual({ api_key: '***' })
  await new OpenAI({ apiKey: 'sk-emulator-mine', baseURL: emulator.url, fetch: emulator.fetch }).beta.threads.create()
  const [mine] = emulator.project('mine').journal()
  expect(mine!.request.headers.authorization).toBe('Bearer sk-emulator-mine')
})

test("a project's journal is its own, and ?project=* shows all", async () => {
  const { emulator, control } = setUp()
  await clientOf(emulator, 'one').beta.threads.create()
  await clientOf(emulator, 'two').beta.threads.create()
  expect(emulator.project('one').journal()).toHaveLength(1)
  expect(emulator.journal()).toHaveLength(0)
  const { data } = await control<List>('GET /journal?project=*')
  expect(data.map(({ project }) => project)).toEqual(['one', 'two'])
})

test('it is bounded by entries and by bytes, the oldest going first', async () => {
  const { emulator, control } = setUp({ journal: { entries: 3 } })
  for (let n = 0; n < 100; n++) await clientOf(emulator).beta.threads.create({ metadata: { n: String(n) } })
  const { data, dropped } = await control<List>('GET /journal')
  expect(data.map(({ n }) => n)).toEqual([98, 99, 100])
  expect(dropped).toBe(97)

  const small = setUp({ journal: { bytes: 50_000 } })
  const content = 'x'.repeat(10_000)
  for (let n = 0; n < 20; n++) await small.client.beta.threads.create({ messages: [{ role: 'user', content }] })
  expect(small.emulator.journal().map(({ n }) => n)).toEqual([17, 18, 19, 20])
})

test('it can be cleared, and turned off', async () => {
  const { client, control, emulator } = setUp()
  await client.beta.threads.create()
  expect(await control('DELETE /journal')).toEqual({ cleared: 1 })
  expect(emulator.journal()).toEqual([])
  // What was cleared was not dropped, and numbers go on.
  expect(await control('GET /journal')).toMatchObject({ data: [], dropped: 0 })
  await client.beta.threads.create()
  expect(emulator.journal()).toMatchObject([{ n: 2 }])
  emulator.clearJournal()
  expect(emulator.journal()).toEqual([])
  const off = setUp({ journal: false })
  await off.client.beta.threads.create()
  expect(off.emulator.journal()).toEqual([])
})

test('over a socket it has the headers that were sent', async () => {
  const { emulator } = setUp()
  await using _ = emulator
  const { url } = await emulator.listen()
  await new OpenAI({ apiKey: 'any', baseURL: url }).beta.threads.create()
  expect(emulator.journal()).toMatchObject([
    { request: { path: '/v1/threads', headers: { 'openai-beta': 'assistants=v2', authorization: 'Bearer ***' } } },
  ])
})
