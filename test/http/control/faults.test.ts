import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { clientOf, prepare, setUp } from './control.ts'

const once = { maxRetries: 0 }

test('the next requests that match go wrong, and no others', async () => {
  const { client, control, emulator } = setUp()
  await control('POST /faults', { method: 'post', path: '/threads', times: 2, http_error: 503 })
  const { id } = await client.beta.assistants.create({ model: 'gpt-4o' })
  for (let n = 0; n < 2; n++) await expect(client.beta.threads.create({}, once)).rejects.toMatchObject({ status: 503 })
  await client.beta.threads.create()
  await client.beta.assistants.retrieve(id)
  expect(emulator.journal().map(({ response, faults }) => [response!.status, faults])).toEqual([
    [200, undefined],
    [503, ['http_error']],
    [503, ['http_error']],
    [200, undefined],
    [200, undefined],
  ])
})

test("three 429s, then success: a client's own retries get through", async () => {
  const { emulator } = setUp()
  emulator.faults.add({
    path: '/threads',
    times: 3,
    http_error: { status: 429, headers: { 'retry-after-ms': 5 } },
  })
  const client = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 3 })
  await client.beta.threads.create()
  expect(emulator.journal().map(({ response }) => response!.status)).toEqual([429, 429, 429, 200])
  emulator.verify({ findings: 0, requests: [{ request: 'POST /threads', status: 429, times: 3 }] })
})

test('after lets some pass, null strikes all until taken back', async () => {
  const { client, control } = setUp()
  expect(await control('POST /faults', 'after: 1\ntimes: null\ncut:\n')).toMatchObject({
    faults: [{ fault: 'cut', method: null, path: null, times: null }],
  })
  const { id } = await client.beta.threads.create()
  for (let n = 0; n < 3; n++) await expect(client.beta.threads.retrieve(id)).rejects.toThrow(/Connection error/)
  expect(await control('DELETE /faults')).toEqual({ faults: [] })
  await client.beta.threads.retrieve(id)
})

test('a stream goes wrong, also one that its scenario disturbs already', async () => {
  const { client, emulator } = setUp()
  const { thread, assistant_id } = await prepare(client)
  const names = async () => {
    const seen: string[] = []
    for await (const { event } of await client.beta.threads.runs.create(thread.id, { assistant_id, stream: true }))
      seen.push(event)
    return seen
  }
  emulator.next('hello')
  emulator.faults.add({ path: '/runs', cut: { after_events: 3 } })
  await expect(names()).rejects.toThrow()
  emulator.next({
    script: [{ message: 'hi' }],
    faults: [{ on: 'stream', duplicate: { event: 'thread.run.created', nth: 1 } }],
  })
  emulator.faults.add({ path: '/runs', duplicate: { event: 'thread.run.queued', nth: 1 } })
  expect((await names()).slice(0, 4)).toEqual([
    'thread.run.created',
    'thread.run.created',
    'thread.run.queued',
    'thread.run.queued',
  ])
})

test('an unknown route can go wrong too, and a create that is carried out all the same', async () => {
  const { client, emulator } = setUp()
  emulator.faults.add({ path: '/responses', http_error: 500 })
  expect((await emulator.fetch(`${emulator.url}/responses`, { method: 'POST', body: '{}' })).status).toBe(500)
  const { thread, assistant_id } = await prepare(client)
  emulator.faults.add({ path: '/runs', handled: true, http_error: 500 })
  const create = () => client.beta.threads.runs.create(thread.id, { assistant_id }, once)
  await expect(create()).rejects.toMatchObject({ status: 500 })
  await expect(create()).rejects.toThrow(/already has an active run/)
})

test('a fault is for its project', async () => {
  const { control, client, emulator } = setUp()
  await control('POST /faults?project=other', { http_error: 500 })
  await client.beta.threads.create()
  await expect(clientOf(emulator, 'other').beta.threads.create({}, once)).rejects.toMatchObject({ status: 500 })
})

test('what is no fault is told with line, column and the nearest word', async () => {
  const { refusal, emulator } = setUp()
  expect((await refusal('POST /faults', 'path: /runs\nhtp_error: 429\n')).message).toMatch(
    /body:2:1: unknown word "htp_error"\. Did you mean "http_error"/,
  )
  expect((await refusal('POST /faults', { path: '/runs' })).message).toMatch(/does not say what goes wrong/)
  expect(() => emulator.faults.add({ http_error: 200 })).toThrow(/http_error/)
})

test.each(['application/json', 'application/x-www-form-urlencoded', 'Multipart/Form-Data; boundary=b'])(
  'an upload sent as %s is refused in the words of the service, whatever fault was put on it',
  async (type) => {
    const { emulator } = setUp()
    emulator.faults.add({ method: 'POST', path: '/files', crlf: null })
    const headers = { authorization: 'Bearer any', 'content-type': type }
    const refused = await emulator.fetch(`${emulator.url}/files`, { method: 'POST', headers, body: 'purpose=vision' })
    expect(refused.status).toBe(400)
    expect(await refused.text()).toMatch(/multipart form|required property/)
  },
)
