import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type OpenAI from 'openai'
import { toFile } from 'openai'
import { expect, onTestFinished, test } from 'vitest'
import { createEmulator, type EmulatorOptions, type State } from '../../../src/index.ts'
import { clientOf, controlOf, prepare, setUp } from './control.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'run-emulator-test-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

/** What the project says of itself over HTTP, read again in another emulator into which it was loaded. */
async function moved(from: { control: ReturnType<typeof controlOf>['control'] }, options?: EmulatorOptions) {
  const state = await from.control<State & Record<string, unknown>>('GET /state')
  const to = setUp(options)
  expect(await to.control('PUT /state', state)).toEqual({ projects: ['default'] })
  return { ...to, state }
}

async function everything(client: OpenAI, { thread_id }: { thread_id: string }) {
  const runs = await client.beta.threads.runs.list(thread_id)
  return {
    assistants: (await client.beta.assistants.list()).data,
    thread: await client.beta.threads.retrieve(thread_id),
    messages: (await client.beta.threads.messages.list(thread_id)).data,
    runs: runs.data,
    steps: await Promise.all(
      runs.data.map(async ({ id }) => (await client.beta.threads.runs.steps.list(id, { thread_id })).data),
    ),
    files: (await client.files.list()).data,
    stores: (await client.vectorStores.list()).data,
  }
}

test('everything is there again, with its ids and times', async () => {
  const from = setUp()
  const { client, emulator } = from
  const { thread, assistant_id } = await prepare(client)
  await emulator.clock.advance('1h')
  emulator.next('tool-call')
  const run = await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  await client.beta.threads.runs.submitToolOutputsAndPoll(run.id, {
    thread_id: thread.id,
    tool_outputs: run.required_action!.submit_tool_outputs.tool_calls.map(({ id }) => ({
      tool_call_id: id,
      output: '22',
    })),
  })
  const text = await client.files.create({
    file: await toFile(Buffer.from('The sky is blue.'), 'sky.txt'),
    purpose: 'assistants',
  })
  await client.files.create({ file: await toFile(Buffer.from([0, 255, 128]), 'bytes.bin'), purpose: 'assistants' })
  await client.vectorStores.create({ file_ids: [text.id] })
  const to = await moved(from)
  const both = await Promise.all([from, to].map((world) => everything(world.client, { thread_id: thread.id })))
  expect(both[1]).toEqual(both[0])
  expect(both[0]!.messages).toHaveLength(2)
  expect(to.emulator.clock.now()).toEqual(emulator.clock.now())
})

test('what is made next has the ids that it would have had', async () => {
  const from = setUp({ seed: 5 })
  const { thread, assistant_id } = await prepare(from.client)
  const to = await moved(from)
  const next = async ({ client }: typeof from) => [
    (await client.beta.threads.create()).id,
    (await client.beta.assistants.create({ model: 'gpt-4o' })).id,
    (await client.beta.threads.messages.create(thread.id, { role: 'user', content: 'hi' })).id,
    (await client.beta.threads.runs.create(thread.id, { assistant_id })).id,
    (await client.files.create({ file: await toFile(Buffer.from('x'), 'x.txt'), purpose: 'assistants' })).id,
    (await client.vectorStores.create({})).id,
  ]
  expect(await next(to)).toEqual(await next(from))
})

const waits: [string, object[]][] = [
  ['a time', [{ message: 'one' }, { after: '5m', message: 'two' }]],
  ['reads', [{ message: 'one' }, { after: '3 polls', message: 'two' }]],
  ['a gate', [{ message: 'one' }, { gate: 'go' }, { message: 'two' }]],
  ['tool outputs', [{ tool_calls: [{ function: 'get_current_weather' }] }, { message: 'two' }]],
  ['the middle of a message', [{ message: ['one ', { after: '5m', text: 'two' }] }]],
]

test.each(waits)('a run in the middle of its script goes on: it waits for %s', async (_, script) => {
  const from = setUp({ clock: 'manual' })
  const { thread, assistant_id } = await prepare(from.client)
  from.emulator.next({ script })
  const { id } = await from.client.beta.threads.runs.create(thread.id, { assistant_id })
  await from.emulator.clock.advance('1s')
  const to = await moved(from, { clock: 'manual' })
  const ended = async ({ client, emulator }: typeof from) => {
    const before = emulator.runs.get(id).waits_for
    await emulator.clock.advance('5m')
    for (let n = 0; n < 3; n++) await client.beta.threads.runs.retrieve(id, { thread_id: thread.id })
    emulator.openGate('go')
    const { required_action } = await client.beta.threads.runs.retrieve(id, { thread_id: thread.id })
    if (required_action)
      await client.beta.threads.runs.submitToolOutputs(id, {
        thread_id: thread.id,
        tool_outputs: required_action.submit_tool_outputs.tool_calls.map((call) => ({
          tool_call_id: call.id,
          output: 'x',
        })),
      })
    await emulator.clock.advance('1s')
    return { before, ...(await everything(client, { thread_id: thread.id })) }
  }
  const [here, there] = [await ended(from), await ended(to)]
  expect(here.runs[0]!.status).toBe('completed')
  expect(there).toEqual(here)
})

test('a deadline is kept: a run that nobody answers still expires', async () => {
  const from = setUp()
  const { thread, assistant_id } = await prepare(from.client)
  const run = await from.client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  expect(run.status).toBe('requires_action')
  const { client, emulator } = await moved(from)
  await expect(client.beta.threads.messages.create(thread.id, { role: 'user', content: 'hi' })).rejects.toThrow(
    /while a run/,
  )
  await emulator.clock.advance('10m')
  expect((await client.beta.threads.runs.retrieve(run.id, { thread_id: thread.id })).status).toBe('expired')
})

test('files that are being taken in go on, and what is searched is found', async () => {
  const from = setUp({ clock: 'manual' })
  const file = await from.client.files.create({
    file: await toFile(Buffer.from('The sky is blue.'), 'sky.txt'),
    purpose: 'assistants',
  })
  const store = await from.client.vectorStores.create({ file_ids: [file.id] })
  const to = await moved(from, { clock: 'manual' })
  expect((await to.client.vectorStores.retrieve(store.id)).status).toBe('in_progress')
  await to.emulator.clock.advance('1s')
  expect((await to.client.vectorStores.retrieve(store.id)).file_counts).toMatchObject({ completed: 1, in_progress: 0 })
  const again = await moved(to)
  const { data } = await again.client.vectorStores.search(store.id, { query: 'sky' })
  expect(data[0]!.content[0]!.text).toContain('blue')
})

test('queue, faults, gates, counters and own scenarios come along', async () => {
  const from = setUp()
  from.emulator.scenarios.put('mine', { times: 1, match: { model: 'gpt-4o' }, script: [{ message: 'mine' }] })
  const { thread, assistant_id } = await prepare(from.client)
  await from.client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  from.emulator.next('hello', 2)
  from.emulator.faults.add({ path: '/models', http_error: 500 })
  from.emulator.openGate('go')
  const { emulator, client } = await moved(from)
  expect(emulator.leftovers().unused).toEqual([{ scenario: 'hello', times: 2 }])
  await expect(client.models.list()).rejects.toMatchObject({ status: 500 })
  expect(emulator.scenarios.names()).toContain('mine')
  emulator.next({ script: [{ gate: 'go' }, { message: 'open' }] })
  for (let n = 0; n < 3; n++)
    expect((await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })).status).toBe('completed')
  await client.beta.threads.runs.create(thread.id, { assistant_id })
  expect(emulator.journal({ method: 'POST', path: '/runs' }).map(({ scenario }) => scenario)).toEqual([
    'mine',
    'hello',
    'hello',
    'next 1',
    'default',
  ])
})

test('what is saved does not change with what happens later, nor what happens later with what is saved', async () => {
  const { emulator, client } = setUp({ clock: 'manual' })
  const { thread, assistant_id } = await prepare(client)
  emulator.next({
    script: [
      { after: '1m', message: 'one' },
      { after: '1m', message: 'two' },
    ],
  })
  await client.beta.threads.runs.create(thread.id, { assistant_id })
  await emulator.clock.advance('70s')
  const state = emulator.state.save()
  const text = JSON.stringify(state)
  await emulator.clock.advance('5m')
  expect(JSON.stringify(state)).toBe(text)
  for (const _ of [1, 2]) {
    await emulator.state.load(state)
    await emulator.clock.advance('5m')
    expect((await client.beta.threads.messages.list(thread.id)).data).toHaveLength(3)
  }
  expect(JSON.stringify(state)).toBe(text)
})

test('all projects are one document', async () => {
  const { emulator, control } = setUp()
  const { id } = await clientOf(emulator, 'one').beta.threads.create()
  await clientOf(emulator, 'two').beta.threads.create()
  const document = await control('GET /state?project=*')
  await clientOf(emulator, 'three').beta.threads.create()
  expect(await control('PUT /state?project=*', document)).toEqual({ projects: expect.arrayContaining(['one', 'two']) })
  expect((await control<{ data: { name: string }[] }>('GET /projects')).data.map(({ name }) => name)).not.toContain(
    'three',
  )
  await clientOf(emulator, 'one').beta.threads.retrieve(id)
})

const seed = `
assistants:
  - id: asst_weather
    model: gpt-4o
    instructions: Be brief.
    tools: [{ type: function, function: { name: get_weather } }]
files:
  - id: file-sky
    filename: sky.txt
    content: The sky is blue.
vector_stores:
  - { id: vs_facts, name: Facts, file_ids: [file-sky] }
threads:
  - id: thread_1
    metadata: { user: "7" }
    messages:
      - { id: msg_1, role: user, content: Hello }
      - { role: assistant, content: [{ type: text, text: Hi. }] }
`

test('a seed file makes objects with fixed ids', async () => {
  const { control, client, emulator } = setUp()
  expect(await control('POST /state', seed)).toEqual({ added: ['asst_weather', 'file-sky', 'vs_facts', 'thread_1'] })
  expect(await client.beta.assistants.retrieve('asst_weather')).toMatchObject({
    model: 'gpt-4o',
    temperature: 1,
    metadata: {},
  })
  expect(await client.beta.threads.retrieve('thread_1')).toMatchObject({ metadata: { user: '7' } })
  const { data } = await client.beta.threads.messages.list('thread_1', { order: 'asc' })
  expect(data).toMatchObject([
    { id: 'msg_1', role: 'user', content: [{ text: { value: 'Hello' } }] },
    { role: 'assistant', content: [{ text: { value: 'Hi.' } }] },
  ])
  expect((await client.vectorStores.search('vs_facts', { query: 'sky' })).data).toHaveLength(1)
  emulator.next('hello')
  const run = await client.beta.threads.runs.createAndPoll('thread_1', { assistant_id: 'asst_weather' })
  expect(run).toMatchObject({ status: 'completed', instructions: 'Be brief.' })
})

test('adding does not touch what is there, and refuses ids that are taken', async () => {
  const { emulator, client, refusal } = setUp()
  const { id } = await client.beta.threads.create()
  await emulator.state.add({ threads: [{ id: 'thread_a' }] })
  expect((await refusal('POST /state', { threads: [{ id: 'thread_a' }, { id: 'thread_b' }] })).message).toMatch(
    /Already there: thread_a\./,
  )
  await expect(client.beta.threads.retrieve('thread_b')).rejects.toThrow()
  await client.beta.threads.retrieve(id)
})

test("what a document speaks of must be there, and the refusal is ours, not the service's", async () => {
  const { refusal, emulator } = setUp()
  const document = { vector_stores: [{ id: 'vs_1', file_ids: ['file-none'] }] }
  const error = await refusal('POST /state', document)
  expect(error.type).toBe('run_emulator_error')
  expect(error.message).toMatch(/file-none/)
  await expect(emulator.state.add(document)).rejects.toThrow(/file-none/)
})

test('what is wrong in a document is told with line and column, and nothing is lost', async () => {
  const { refusal, client, emulator } = setUp()
  const { id } = await client.beta.threads.create()
  expect((await refusal('PUT /state', 'assistants:\n  - id: asst_1\n    modle: gpt-4o\n')).message).toMatch(
    /body:3:5: unknown word "modle"/,
  )
  expect((await refusal('PUT /state', { threads: [{ id: 'abc' }] })).message).toMatch(
    /expected an id that begins with thread/,
  )
  expect((await refusal('PUT /state', { run_emulator_state: 2 })).message).toMatch(/run_emulator_state|expected/)
  expect((await refusal('PUT /state?project=*', {})).message).toMatch(/state of one project/)
  expect((await refusal('POST /state', emulator.state.save())).message).toMatch(/exported state: send it with PUT/)
  await client.beta.threads.retrieve(id)
})

test('a file is loaded, and saved as a whole', async () => {
  const path = join(folder(), 'state.json')
  writeFileSync(path, seed)
  const emulator = createEmulator()
  await emulator.loadState(path)
  await clientOf(emulator).beta.threads.messages.create('thread_1', { role: 'user', content: 'more' })
  await emulator.saveState(path)
  expect(readdirSync(join(path, '..'))).toEqual(['state.json'])
  const again = createEmulator()
  await again.loadState(path)
  expect((await clientOf(again).beta.threads.messages.list('thread_1')).data).toHaveLength(3)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ run_emulator_state: 1 })
})

test('a file that cannot be written leaves nothing behind, and one that is broken is explained', async () => {
  const path = folder()
  const emulator = createEmulator()
  await expect(emulator.saveState(path)).rejects.toThrow(/EISDIR|directory/)
  expect(readdirSync(join(path, '..')).filter((name) => name.startsWith(`${path}.`))).toEqual([])
  const broken = join(path, 'broken.json')
  writeFileSync(broken, '{"threads": [')
  await expect(emulator.loadState(broken)).rejects.toThrow(/broken\.json:1:/)
  await expect(emulator.loadState(join(path, 'none.json'))).rejects.toThrow(/ENOENT/)
})

test('under a real clock time goes on by itself, and what is overdue happens at once', async () => {
  const from = setUp({ clock: 'manual' })
  const { thread, assistant_id } = await prepare(from.client)
  from.emulator.next({ script: [{ after: '2s', message: 'hi' }] })
  const { id } = await from.client.beta.threads.runs.create(thread.id, { assistant_id })
  await from.emulator.clock.advance('1s')
  const state = from.emulator.state.save()
  state.emulator!.clock.mode = 'real'
  await from.emulator.state.load(state)
  const run = await from.client.beta.threads.runs.poll(id, { thread_id: thread.id })
  expect(run.status).toMatch(/completed|expired/)
  expect(Math.abs(from.emulator.clock.now().getTime() - Date.now())).toBeLessThan(60_000)
})
