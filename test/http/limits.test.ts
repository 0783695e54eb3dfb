import OpenAI, { toFile } from 'openai'
import { expect, it, onTestFinished, test } from 'vitest'
import { createEmulator, type EmulatorOptions } from '../../src/index.ts'
import { clientOf, controlOf, prepare, setUp } from './control/control.ts'

/** What a client is told where a limit of the emulator's own is reached. */
const refused = (code: string, message: RegExp) =>
  expect.objectContaining({
    status: 400,
    code,
    type: 'run_emulator_error',
    message: expect.stringMatching(message),
    headers: expect.objectContaining({ get: expect.any(Function) }),
  })

const full = refused('too_many_objects', /holds 3 objects and may hold 3: .*--max-objects, or createEmulator/)

test('a project holds so many objects and no more; what is deleted makes room', async () => {
  const { client, emulator } = setUp({ limits: { objects: 3 } })
  const { thread, assistant_id } = await prepare(client)
  const attempts: Record<string, () => Promise<unknown>> = {
    assistant: () => client.beta.assistants.create({ model: 'gpt-4o' }),
    thread: () => client.beta.threads.create(),
    message: () => client.beta.threads.messages.create(thread.id, { role: 'user', content: 'hi' }),
    run: () => client.beta.threads.runs.create(thread.id, { assistant_id }),
    'thread and run': () => client.beta.threads.createAndRun({ assistant_id }),
    file: async () => client.files.create({ file: await toFile(Buffer.from('x'), 'x.txt'), purpose: 'assistants' }),
    'vector store': () => client.vectorStores.create({}),
  }
  // Counters of requests go on.
  const kept = () => JSON.stringify({ ...emulator.state.save(), emulator: null })
  const before = kept()
  for (const attempt of Object.values(attempts)) {
    const error = await attempt().then(
      () => undefined,
      (thrown: InstanceType<typeof OpenAI.APIError>) => thrown,
    )
    expect(error).toEqual(full)
    expect(error!.headers!.get('x-should-retry')).toBe('false')
  }
  expect(kept()).toBe(before)
  for (const queued of [() => emulator.next('hello'), () => emulator.faults.add({ path: '/x', http_error: 500 })])
    expect(queued).toThrow(/may hold 3/)
  await clientOf(emulator, 'other').beta.threads.create()
  const { data } = await client.beta.threads.messages.list(thread.id)
  await client.beta.threads.messages.delete(data[0]!.id, { thread_id: thread.id })
  await attempts.message!()
})

test('what a vector store takes in counts, and so do the scenarios of a project and of the server', async () => {
  const { client, emulator, control, refusal } = setUp({ limits: { objects: 2 }, scenarios: { mine: 'script: []' } })
  const file = await client.files.create({ file: await toFile(Buffer.from('x'), 'x.txt'), purpose: 'assistants' })
  const store = await client.vectorStores.create({})
  const full = refused('too_many_objects', /^400 .*The project "default" holds 2 objects and may hold 2/)
  await expect(client.vectorStores.files.create(store.id, { file_id: file.id })).rejects.toEqual(full)
  await expect(client.vectorStores.fileBatches.create(store.id, { file_ids: [file.id] })).rejects.toEqual(full)
  expect((await client.vectorStores.files.list(store.id)).data).toEqual([])
  expect((await refusal('PUT /scenarios/more', 'script: []')).message).toMatch(/The project "default" holds 2 objects/)
  expect(() => emulator.scenarios.put('more', 'script: []')).toThrow(/may hold 2/)
  expect(emulator.scenarios.names()).not.toContain('more')
  await control('PUT /scenarios/theirs?project=*', 'script: []')
  const { code, message } = await refusal('PUT /scenarios/more?project=*', 'script: []')
  expect([code, message]).toEqual([
    'too_many_objects',
    expect.stringMatching(/The server holds 2 objects and may hold 2/),
  ])
  expect(emulator.project('other').scenarios.names()).not.toContain('more')
})

test('a seed counts with all that is in it, and what an import has brought along counts too', async () => {
  const seed = {
    assistants: [{ id: 'asst_1', model: 'gpt-4o' }],
    files: [{ id: 'file-1', filename: 'x.txt', content: 'x' }],
    vector_stores: [{ id: 'vs_1', file_ids: ['file-1'] }],
    threads: [{ id: 'thread_1', messages: [{ role: 'user' as const, content: 'hi' }] }],
  }
  const { client, emulator, control, refusal } = setUp({ limits: { objects: 5 } })
  expect((await refusal('POST /state', seed)).message).toMatch(/holds 0 objects and may hold 5: 6 more have no room/)
  expect((await client.beta.assistants.list()).data).toEqual([])
  const large = createEmulator()
  await large.state.add(seed)
  await control('PUT /state', large.state.save() as never)
  await expect(client.beta.threads.create()).rejects.toThrow(/holds 6 objects and may hold 5/)
  emulator.reset()
  await client.beta.threads.create()
})

test('a thread counts with all its messages, and is not made by halves', async () => {
  const { client } = setUp({ limits: { objects: 3 } })
  const message = { role: 'user' as const, content: 'hi' }
  await expect(client.beta.threads.create({ messages: [message, message, message] })).rejects.toThrow(
    /holds 0 objects and may hold 3: 4 more have no room/,
  )
  const { id } = await client.beta.threads.create({ messages: [message, message] })
  await client.beta.threads.delete(id)
  await client.beta.threads.create({ messages: [message, message] })
})

test('what a script makes counts too: a client that answers calls for ever is stopped', async () => {
  const { client, emulator } = setUp({ limits: { objects: 10 } })
  const { thread, assistant_id } = await prepare(client)
  emulator.next('endless-tool-calls')
  let run = await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  const answer = async () => {
    const tool_outputs = run.required_action!.submit_tool_outputs.tool_calls.map(({ id }) => ({
      tool_call_id: id,
      output: 'x',
    }))
    run = await client.beta.threads.runs.submitToolOutputsAndPoll(run.id, { thread_id: thread.id, tool_outputs })
  }
  const all = async () => {
    for (let rounds = 0; rounds < 20; rounds++) await answer()
  }
  await expect(all()).rejects.toThrow(/may hold 10/)
  expect((await client.beta.threads.runs.cancel(run.id, { thread_id: thread.id })).status).toBe('cancelling')
})

test('so many streams are open at once, of all projects together, and no more; nothing is begun beyond them', async () => {
  const emulator = createEmulator({ limits: { streams: 2 } })
  const [client, other] = [clientOf(emulator), clientOf(emulator, 'other')]
  const begin = async (of: OpenAI) => {
    const { thread, assistant_id } = await prepare(of)
    const headers = { 'X-Emulator-Scenario': 'slow' }
    const stream = () => of.beta.threads.runs.create(thread.id, { assistant_id, stream: true }, { headers })
    return { thread, assistant_id, stream }
  }
  const [first, second, third] = [await begin(client), await begin(other), await begin(client)]
  const open = await first.stream()
  await second.stream()
  const message = /2 streams are open, and no more than 2 may be\. .*--max-streams, or createEmulator/
  await expect(third.stream()).rejects.toEqual(refused('too_many_streams', message))
  await expect(client.beta.threads.createAndRun({ assistant_id: third.assistant_id, stream: true })).rejects.toThrow(
    message,
  )
  expect((await client.beta.threads.runs.list(third.thread.id)).data).toEqual([])
  // Polling goes on.
  await client.beta.threads.runs.createAndPoll(third.thread.id, {
    assistant_id: third.assistant_id,
    tool_choice: 'none',
  })
  open.controller.abort()
  await emulator.clock.advance('1ms')
  const again = await third.stream()
  again.controller.abort()
})

const served = async (options: EmulatorOptions) => {
  const emulator = createEmulator(options)
  onTestFinished(() => emulator.close())
  return (await emulator.listen()).url
}

it('takes headers up to their limit', async () => {
  const [small, large] = [await served({}), await served({ limits: { headerBytes: 100_000 } })]
  const headers = { authorization: 'Bearer any', 'x-long': 'x'.repeat(50_000) }
  const answer = await fetch(`${small}/models`, { headers })
  expect(answer.status).toBe(431)
  expect(await answer.text()).toMatch(/too large\. Send fewer, or allow more: createEmulator/)
  expect((await fetch(`${large}/models`, { headers })).status).toBe(200)
})

it('takes the body of a control call up to its limit, told before or not', async () => {
  const emulator = createEmulator({ limits: { controlBytes: 100 } })
  const { refusal } = controlOf(emulator)
  const message = /more than the 100 bytes that a control call may have\. .*controlBytes/
  expect((await refusal('PUT /state', { threads: [{ id: `thread_${'x'.repeat(100)}` }] })).message).toMatch(message)
  const body = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(60)),
  })
  const url = new URL('/_emulator/state', emulator.url)
  const answer = await emulator.fetch(url, { method: 'PUT', body, duplex: 'half' } as RequestInit)
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringMatching(message)])
  await emulator.state.add({ threads: [{ id: 'thread_1' }] })
  const full = (id: string) => new Blob([JSON.stringify({ threads: [{ id }] }).padEnd(100)])
  const kept = async (body: BodyInit, headers = {}) => {
    await emulator.fetch(url, { method: 'PUT', body, headers, duplex: 'half' } as RequestInit)
    return emulator.state.save().threads?.map(({ id }) => id)
  }
  expect(await kept(full('thread_2'), { 'content-length': '100' })).toEqual(['thread_2'])
  expect(await kept(full('thread_3').stream())).toEqual(['thread_3'])
})

it('takes uploads up to what all may have together', async () => {
  const { client } = setUp({ limits: { fileBytes: 2 ** 20 } })
  const upload = async (bytes: number) =>
    client.files.create({ file: await toFile(Buffer.alloc(bytes), 'x.txt'), purpose: 'assistants' })
  const { id } = await upload(2 ** 19)
  await expect(upload(2 ** 20)).rejects.toEqual(refused('storage', /would exceed 1 MiB\. .*fileBytes/))
  await client.files.delete(id)
  await upload(2 ** 20)
})

it('has so many projects; those used longest ago go first', async () => {
  const emulator = createEmulator({ projects: { count: 3 } })
  for (const name of ['a', 'b', 'c', 'd']) await clientOf(emulator, name).beta.threads.create()
  expect(emulator.projects()).toEqual(['b', 'c', 'd'])
})

it('says which limit makes no sense', () => {
  expect(() => createEmulator({ limits: { streams: 0 } })).toThrow('limits.streams is a whole number from 1, not 0.')
  expect(() => createEmulator({ limits: { objects: 1.5 } })).toThrow(RangeError)
})
