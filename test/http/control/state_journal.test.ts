import OpenAI, { toFile } from 'openai'
import { expect, test } from 'vitest'
import type { Content } from '../../../src/engine/files/storage.ts'
import { printStates } from '../../../src/engine/state/states.ts'
import { createEmulator, type Emulator, type EmulatorOptions, type State } from '../../../src/index.ts'
import type { FileObject } from '../../../src/run/file_objects.ts'
import { serving } from '../../support/server.ts'
import { clientOf, controlOf, prepare, setUp } from './control.ts'

/** The project of an emulator in another one, into which it was imported. */
async function imported(from: Emulator, options?: EmulatorOptions): Promise<Emulator> {
  const to = createEmulator(options)
  const { control } = controlOf(to)
  await control('PUT /state', await controlOf(from).control<State & Record<string, unknown>>('GET /state'))
  return to
}

const secret = 'sk-proj-abcdefghijklmnopqrstuvwxyz'

const json = { authorization: 'Bearer any', 'openai-beta': 'assistants=v2', 'content-type': 'application/json' }

/** All that a journal may have: streams, outputs, forms, faults, keys, unknown routes, retries, what is still going on. */
async function story() {
  const { emulator, client } = setUp()
  const { thread, assistant_id } = await prepare(client)
  const { runs } = client.beta.threads
  emulator.next('parallel-tool-calls')
  const run = await runs.createAndPoll(thread.id, { assistant_id, instructions: `My key is ${secret}.` })
  const outputs = run.required_action!.submit_tool_outputs.tool_calls.map(({ id }) => ({
    tool_call_id: id,
    output: '{"password": "hunter2"}',
  }))
  const submit = (tool_outputs: typeof outputs) =>
    runs.submitToolOutputs(run.id, { thread_id: thread.id, tool_outputs, stream: true })
  for (const _ of [1, 2]) await submit(outputs.slice(1)).catch(() => {})
  for await (const _ of await submit(outputs));
  await client.files.create({ file: await toFile(Buffer.from([0, 255]), 'x.bin'), purpose: 'assistants' })
  for (const _ of [1, 2])
    await client.get('/no/such/thing', { query: { api_key: secret, list: ['b', 'ä'] } }).catch(() => {})
  await client.post('/threads', { body: { metadata: { ['__proto__']: 'data', text: '"1"' } } }).catch(() => {})
  for (const body of ['"1"', '1', '{', 'null', ''])
    await emulator.fetch(`${emulator.url}/threads`, { method: 'POST', body, headers: json })
  for (const fault of [
    { chunks: { bytes: 1 } },
    { comments: null },
    { crlf: null },
    { cut: { after_events: 4 } },
    { reset: null },
  ]) {
    emulator.next({
      faults: [{ on: 'reset' in fault ? 'create' : 'stream', ...fault }],
      script: [{ message: 'Grüße, Zoë.\n\nBye.' }],
    })
    await (async () => {
      for await (const _ of await runs.create(thread.id, { assistant_id, stream: true }));
    })().catch(() => {})
  }
  await client.beta.threads.messages.list(thread.id)
  const open = await runs.create(
    thread.id,
    { assistant_id, stream: true },
    { headers: { 'x-emulator-scenario': 'slow' } },
  )
  for await (const { event } of open) if (event === 'thread.message.delta') break
  await client.beta.threads.createAndRun({ assistant_id, stream: true, thread: {} }).catch(() => {})
  emulator.next('hello')
  return { emulator, client }
}

/** What is asked of a journal; an expectation that nothing can meet tells all that there was. */
function told(emulator: Emulator) {
  const complaint = () => {
    try {
      emulator.verify({
        runs: [{ model: 'gpt-4o', tool_outputs: { get_current_weather: 'nothing' }, times: 9 }],
        requests: [{ request: 'POST /threads', body: { metadata: { a: 'b' } }, times: 9 }],
        nothing_else: true,
        nothing_left: true,
        findings: 99,
      })
    } catch (error) {
      return (error as Error).message
    }
    return ''
  }
  return {
    journal: emulator.journal({ wall_ms: false }),
    some: emulator.journal({ wall_ms: false, status: '4xx', since: '2026-01-01T00:00:00Z' }),
    leftovers: emulator.leftovers(),
    verdict: emulator.verdict(),
    complaint: complaint(),
  }
}

test('the journal comes along: it shows the same, and answers every question in the same way', async () => {
  const { emulator } = await story()
  const before = told(emulator)
  const to = await imported(emulator)
  const after = told(to)
  expect(before.verdict.findings.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['retried_in_vain', 'partial_outputs', 'left_active']),
  )
  expect(before.journal.map(({ response }) => response?.ended)).toContain('broken')
  expect(before.complaint).toContain('get_current_weather')
  // In another emulator nobody holds the stream that was open.
  expect(after).toEqual(before)
  // Once more, and by name.
  await to.project('other').state.load(to.state.save())
  const renamed = before.journal.map((entry) => ({ ...entry, project: 'other' }))
  expect(to.project('other').journal({ wall_ms: false })).toEqual(renamed)
  expect(to.project('other').verdict()).toEqual(before.verdict)
  expect(JSON.stringify(to.project('other').state.save().emulator)).toBe(JSON.stringify(to.state.save().emulator))
})

test('what was real time stays behind, and no secret of a request leaves the machine', async () => {
  const { emulator } = await story()
  const { journal } = emulator.state.save().emulator!
  const text = JSON.stringify(journal)
  expect(text).not.toMatch(/wall/)
  expect(text).not.toContain(secret)
  expect(text).not.toContain('hunter2')
  expect(text).toContain('***')
  const [first] = (await imported(emulator)).journal()
  expect(first).toMatchObject({ n: 1, request: { method: 'POST', path: '/v1/assistants' } })
  expect(JSON.stringify(first)).not.toMatch(/wall_ms/)
})

test('numbers go on where they were, and so does what was cleared', async () => {
  const { emulator, client } = setUp()
  await client.beta.threads.create()
  emulator.clearJournal()
  await client.beta.threads.create()
  const to = await imported(emulator)
  to.verify({ requests: [{ request: 'POST /threads' }], nothing_else: true })
  await clientOf(to).beta.threads.create()
  expect(to.journal().map(({ n }) => n)).toEqual([2, 3])
  expect(to.journal()[1]!.wall_ms).toBeGreaterThan(0)
  to.verify({ requests: [{ request: 'POST /threads', times: 2 }] })
})

test('the limits are those of the emulator that imports', async () => {
  const { emulator } = await story()
  const all = emulator.journal({ wall_ms: false })
  const small = await imported(emulator, { journal: { entries: 3 } })
  expect(small.journal({ wall_ms: false })).toEqual(all.slice(-3))
  expect(() => small.verify({})).toThrow(`has forgotten ${all.length - 3} requests`)
  const narrow = await imported(emulator, { journal: { bytes: 30_000 } })
  expect(narrow.journal().length).toBeLessThan(all.length / 2)
  const off = await imported(emulator, { journal: false })
  expect(off.journal()).toEqual([])
  const on = await imported(off)
  await clientOf(on).beta.threads.create()
  expect(on.journal()).toHaveLength(1)
  expect(() => on.verify({})).toThrow(`has forgotten ${all.length} requests`)
})

test('nobody knows how long a client has waited before the import: nobody is blamed for it', async () => {
  const { emulator, client } = setUp({ pollAfter: 60_000 })
  const { thread, assistant_id } = await prepare(client)
  emulator.next('slow')
  const { id } = await client.beta.threads.runs.create(thread.id, { assistant_id })
  const read = (of: OpenAI) => of.beta.threads.runs.retrieve(id, { thread_id: thread.id })
  const say = (of: OpenAI) => of.beta.threads.create({}).catch(() => {})
  emulator.faults.add({
    method: 'POST',
    path: '/threads',
    times: 3,
    http_error: { status: 429, headers: { 'retry-after': '60' } },
  })
  for (let n = 0; n < 3; n++) await read(client)
  for (let n = 0; n < 2; n++) await say(client)
  const rules = ({ verdict }: Emulator) => verdict().findings.map(({ rule }) => rule)
  expect(rules(emulator)).toEqual(['polled_too_fast', 'ignored_retry_after', 'left_active'])
  const to = await imported(emulator, { pollAfter: 60_000 })
  expect(rules(to)).toEqual(['left_active'])
  await say(clientOf(to))
  await read(clientOf(to))
  expect(rules(to)).toEqual(['left_active'])
  for (let n = 0; n < 2; n++) await read(clientOf(to))
  expect(rules(to)).toEqual(['polled_too_fast', 'left_active'])
})

test('what was repeated across an import was repeated', async () => {
  const { emulator, client } = setUp()
  const nobody = (of: OpenAI) => of.beta.threads.retrieve('thread_nobody').catch(() => {})
  await nobody(client)
  const to = await imported(emulator)
  await nobody(clientOf(to))
  expect(to.verdict().findings).toMatchObject([{ rule: 'retried_in_vain', requests: [1, 2] }])
})

test('who asked beside another before the import still did', async () => {
  const { emulator, client } = setUp()
  const nobody = () => client.beta.threads.retrieve('thread_nobody').catch(() => {})
  await Promise.all([nobody(), nobody()])
  expect(emulator.verdict().findings).toEqual([])
  expect((await imported(emulator)).verdict().findings).toEqual([])
})

test('where room is scarce the entries and the histories stay behind, and that is told', async () => {
  const { projects, port } = await serving()
  for (const project of ['one', 'two']) {
    const { beta } = new OpenAI({ apiKey: 'any', baseURL: port.url, project })
    const { id: assistant_id } = await beta.assistants.create({ model: 'gpt-4o', instructions: 'Be brief.' })
    await beta.threads.createAndRun({ assistant_id, metadata: { emulator_scenario: 'stays-queued' } })
  }
  const printed = (most?: number) => [...printStates(projects, most)].join('')
  const records = (text: string) =>
    Object.values((JSON.parse(text) as { projects: Record<string, State> }).projects)
      .map(({ emulator }) => emulator!)
      .map(({ journal: { n, entries }, histories }) => [n, entries.length, histories.length])
  const all = printed()
  expect([records(all), records(printed(all.length * 0.9))]).toEqual([
    [
      [2, 2, 1],
      [2, 2, 1],
    ],
    [
      [2, 2, 1],
      [2, 0, 0],
    ],
  ])
  // What files need is theirs.
  const content = { bytes: 2 ** 28 - 100, whole: () => Buffer.from('') } as Content
  projects.get('one').files.restore({ id: 'file-1' } as FileObject, content)
  expect(records(printed()).at(-1)).toEqual([2, 0, 0])
})
