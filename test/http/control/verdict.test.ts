import { expect, onTestFinished, test } from 'vitest'
import OpenAI, { toFile } from 'openai'
import { createEmulator, type Emulator, type EmulatorOptions, type Verdict } from '../../../src/index.ts'
import { prepare, setUp } from './control.ts'

async function world(scenario: string | object, options?: EmulatorOptions) {
  const set = setUp(options)
  set.emulator.next(scenario)
  const { thread, assistant_id } = await prepare(set.client)
  const judged = () => set.control<Verdict>('GET /verdict')
  const rules = async () => (await judged()).findings.map(({ rule }) => rule)
  const create = () => set.client.beta.threads.runs.create(thread.id, { assistant_id })
  const read = ({ id }: { id: string }) => set.client.beta.threads.runs.retrieve(id, { thread_id: thread.id })
  return { ...set, thread, assistant_id, judged, rules, create, read }
}

/** What a client should do. */
async function wellBehaved(client: OpenAI, thread_id: string, assistant_id: string) {
  const run = await client.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
  const { required_action } = run
  if (required_action)
    await client.beta.threads.runs.submitToolOutputsAndPoll(run.id, {
      thread_id,
      tool_outputs: required_action.submit_tool_outputs.tool_calls.map(({ id }) => ({
        tool_call_id: id,
        output: 'ok',
      })),
    })
  await client.beta.threads.messages.list(thread_id)
}

test('an application that does everything right is faultless, polling or streaming', async () => {
  const { client, thread, assistant_id, judged, emulator } = await world({
    script: [
      { after: '3 polls', tool_calls: null },
      { after: '2 polls', message: 'hi' },
    ],
  })
  await wellBehaved(client, thread.id, assistant_id)
  emulator.next('hello')
  await client.beta.threads.runs.stream(thread.id, { assistant_id }).finalRun()
  emulator.next({
    faults: [{ on: 'create', times: 1, http_error: { status: 429, headers: { 'retry-after-ms': '20' } } }],
    script: [{ message: 'ok' }],
  })
  await wellBehaved(client.withOptions({ maxRetries: 1 }), thread.id, assistant_id)
  expect(await judged()).toEqual({ faultless: true, findings: [] })
})

test('polls faster than it was told', async () => {
  const { create, read, judged, emulator } = await world('slow', { pollAfter: 60_000 })
  const run = await create()
  for (let n = 0; n < 3; n++) await read(run)
  emulator.runs.force(run.id, { status: 'cancelled' })
  expect((await judged()).findings).toEqual([
    {
      rule: 'polled_too_fast',
      message: expect.stringMatching(
        /was read 2 times sooner than asked: request 5 came .* after request 4, whose openai-poll-after-ms was 60000/,
      ),
      run: run.id,
      requests: [5, 6],
    },
  ])
})

test('retries what must not be retried', async () => {
  const { client, rules, judged } = await world('hello')
  for (let n = 0; n < 2; n++) await client.beta.threads.retrieve('thread_nobody').catch(() => {})
  expect(await rules()).toContain('retried_in_vain')
  expect((await judged()).findings[0]!.message).toMatch(
    /Request 4, GET \/v1\/threads\/thread_nobody, repeats request 3, whose answer 404/,
  )
})

test('ignores retry-after', async () => {
  const { create, judged } = await world({
    faults: [{ on: 'create', times: 1, http_error: { status: 429, headers: { 'retry-after-ms': '60000' } } }],
  })
  for (let n = 0; n < 2; n++) await create().catch(() => {})
  expect((await judged()).findings).toMatchObject([
    {
      rule: 'ignored_retry_after',
      message: expect.stringMatching(/after request 3, whose answer 429 asked to wait 60 s/),
      requests: [3, 4],
    },
    { rule: 'left_active' },
  ])
})

const inAnHour = () => new Date(Date.now() + 3_600_000).toUTCString()
const early = '2026-01-01T00:10:00Z'

test.each<[string, { date: string; waits: string; blamed: boolean }]>([
  ['is far away, and nobody waits', { date: inAnHour(), waits: '0s', blamed: true }],
  ['is far away, and the client waits on the emulated clock', { date: inAnHour(), waits: '2h', blamed: false }],
  ['is over by the clock of the client', { date: new Date(early).toUTCString(), waits: '0s', blamed: false }],
  ['is none', { date: 'soon', waits: '0s', blamed: false }],
])('retry-after may be a date: it %s', async (_, { date, waits, blamed }) => {
  const { create, judged, rules, emulator } = await world(
    { faults: [{ on: 'create', times: 1, http_error: { status: 503, headers: { 'Retry-After': date } } }] },
    { clock: 'manual' },
  )
  await create().catch(() => {})
  await emulator.clock.advance(waits)
  emulator.runs.force((await create()).id, { status: 'failed' })
  expect(await rules()).toEqual(blamed ? ['ignored_retry_after'] : [])
  if (blamed) expect((await judged()).findings[0]!.message).toMatch(/whose answer 503 asked to wait \d+ s\.$/)
})

/** The official client, in process or over a socket; it retries three times by itself. */
const ways = {
  'in process': (emulator: Emulator) => ({ baseURL: emulator.url, fetch: emulator.fetch }),
  'over a socket': async (emulator: Emulator) => ({ baseURL: (await emulator.listen()).url }),
}

test.each(Object.entries(ways))('three 429s and the retries of the official client, %s', async (_, way) => {
  const emulator = createEmulator()
  onTestFinished(() => emulator.close())
  const client = new OpenAI({ apiKey: 'any', maxRetries: 3, ...(await way(emulator)) })
  emulator.next('three-rate-limits')
  const { thread, assistant_id } = await prepare(client)
  await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  await client.beta.threads.messages.list(thread.id)
  emulator.verify({
    requests: [
      { request: 'POST /runs', status: 429, times: 3 },
      { request: 'POST /runs', status: 200 },
    ],
  })
  expect(emulator.verdict()).toEqual({ faultless: true, findings: [] })
})

test.each(Object.entries(ways))('three 429s and a client that does not wait, %s', async (_, way) => {
  const emulator = createEmulator()
  onTestFinished(() => emulator.close())
  const client = new OpenAI({ apiKey: 'any', maxRetries: 0, ...(await way(emulator)) })
  const { thread, assistant_id } = await prepare(client)
  emulator.next({ script: [{ message: 'hi' }], faults: [{ on: 'create', times: 3, rate_limit: '10m' }] })
  const create = () => client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  for (let n = 0; n < 3; n++) await create().catch(() => {})
  await create()
  await client.beta.threads.messages.list(thread.id)
  expect(emulator.verdict().findings).toMatchObject(
    [3, 4, 5].map((n) => ({ rule: 'ignored_retry_after', requests: [n, n + 1] })),
  )
})

test('submits some of the outputs', async () => {
  const { client, create, read, judged, thread } = await world('parallel-tool-calls')
  const { id } = await create()
  const { required_action } = await client.beta.threads.runs.poll(id, { thread_id: thread.id })
  const [first, second] = required_action!.submit_tool_outputs.tool_calls
  await client.beta.threads.runs
    .submitToolOutputs(id, { thread_id: thread.id, tool_outputs: [{ tool_call_id: first!.id, output: '' }] })
    .catch(() => {})
  await read({ id })
  expect((await judged()).findings[0]).toMatchObject({
    rule: 'partial_outputs',
    message: expect.stringMatching(
      new RegExp(`submitted 1 of 2 outputs that .* missing: get_current_weather \\(${second!.id}\\)`),
    ),
  })
})

test('never reads the messages of a finished run', async () => {
  const { client, thread, assistant_id, rules } = await world('hello')
  await client.beta.threads.messages.list(thread.id)
  await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  expect(await rules()).toEqual(['never_read'])
  await client.beta.threads.messages.list(thread.id)
  expect(await rules()).toEqual([])
})

test('leaves a run active at the end', async () => {
  const { create, judged, client, thread } = await world('tool-call')
  const { id } = await create()
  await client.beta.threads.runs.poll(id, { thread_id: thread.id })
  expect((await judged()).findings).toEqual([
    {
      rule: 'left_active',
      message: `The run ${id} was left requires_action: it waits for tool outputs.`,
      run: id,
      requests: [],
    },
  ])
})

test('never learns of incomplete', async () => {
  const { create, read, judged, client, thread } = await world('max-completion-tokens')
  const run = await create()
  while ((await client.beta.threads.messages.list(thread.id)).data.length < 2);
  expect((await judged()).findings).toMatchObject([
    { rule: 'incomplete_unhandled', message: expect.stringMatching(/never learned/), run: run.id },
  ])
  await read(run)
  expect(await judged()).toMatchObject({ faultless: true })
})

test.each([
  ['max-completion-tokens', 'incomplete_unhandled', /was told, and read it 5 times more/],
  ['hello', 'polled_on', /was read 5 times more after the client had been told that it is completed/],
])('goes on polling a run that has ended: %s', async (scenario, rule, message) => {
  const { client, thread, assistant_id, read, judged } = await world(scenario)
  const run = await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  await client.beta.threads.messages.list(thread.id)
  for (let n = 0; n < 4; n++) await read(run)
  expect(await judged()).toMatchObject({ faultless: true })
  await read(run)
  expect((await judged()).findings).toMatchObject([{ rule, message: expect.stringMatching(message), run: run.id }])
})

test.each([
  ['a fault answers 400', { status: 400 }],
  ['an answer forbids it', { status: 503, headers: { 'x-should-retry': 'false' } }],
])('retries where %s, even if it gets through', async (_, http_error) => {
  const { create, rules, emulator } = await world({ faults: [{ on: 'create', times: 1, http_error }] })
  await create().catch(() => {})
  const { id } = await create()
  emulator.runs.force(id, { status: 'failed' })
  expect(await rules()).toEqual(['retried_in_vain'])
})

test("a project's client is judged by itself, and a list of runs tells their status", async () => {
  const { create, client, thread, judged, control } = await world('max-completion-tokens')
  await create()
  while ((await client.beta.threads.messages.list(thread.id)).data.length < 2);
  await client.beta.threads.runs.list(thread.id)
  expect(await judged()).toMatchObject({ faultless: true })
  expect(await control('GET /verdict?project=*')).toEqual({ projects: { default: { faultless: true, findings: [] } } })
})

test('what is done beside one another, or after something else, is no polling and no retry', async () => {
  const { client, thread, create, read, rules, emulator } = await world('slow', { pollAfter: 60_000 })
  const run = await create()
  await Promise.all([read(run), read(run), read(run)])
  await client.beta.threads.runs.cancel(run.id, { thread_id: thread.id })
  await read(run)
  const nobody = () => client.beta.threads.retrieve('thread_nobody').catch(() => {})
  await Promise.all([nobody(), nobody()])
  emulator.faults.add({ path: '/threads', times: 2, http_error: { status: 429, headers: { 'retry-after': '60' } } })
  const open = () => client.beta.threads.create().catch(() => {})
  await Promise.all([open(), open()])
  expect(await rules()).toEqual([])
  await open()
  expect(await rules()).toEqual(['ignored_retry_after', 'ignored_retry_after'])
})

test('one read that comes soon after another proves nothing', async () => {
  const { create, read, rules, emulator } = await world('slow', { pollAfter: 60_000 })
  const run = await create()
  for (const _ of [1, 2]) await read(run)
  emulator.runs.force(run.id, { status: 'cancelled' })
  expect(await rules()).toEqual([])
})

test('who waits on the emulated clock has waited: no test needs to sleep', async () => {
  const { create, read, rules, emulator } = await world('slow', { pollAfter: 60_000, clock: 'manual' })
  emulator.faults.add({ path: '/runs', http_error: { status: 429, headers: { 'retry-after': '20' } } })
  await create().catch(() => {})
  await emulator.clock.advance('20s')
  const run = await create()
  await read(run)
  for (const _ of [1, 2]) {
    await emulator.clock.advance('60s')
    await read(run)
  }
  emulator.runs.force(run.id, { status: 'cancelled' })
  expect(await rules()).toEqual([])
})

test('to wait until a run needs an answer is to wait, too', async () => {
  const { create, read, rules, emulator } = await world(
    {
      script: [
        { after: '2m', status: 'in_progress' },
        { after: '2m', tool_calls: null },
      ],
    },
    { pollAfter: 60_000, clock: 'manual' },
  )
  const run = await create()
  await read(run)
  await emulator.clock.advance({ until: { run: run.id, status: 'in_progress' } })
  await read(run)
  await emulator.clock.advance({ until: { run: run.id } })
  await read(run)
  emulator.runs.force(run.id, { status: 'failed' })
  expect(await rules()).toEqual([])
})

test('to try again where a thread was locked is no retry in vain, nor is another file', async () => {
  const { create, client, rules, emulator, thread } = await world('slow')
  const run = await create()
  for (const _ of [1, 2]) await create().catch(() => {})
  const say = () => client.beta.threads.messages.create(thread.id, { role: 'user', content: 'hi' }).catch(() => {})
  for (const _ of [1, 2]) await say()
  emulator.runs.force(run.id, { status: 'failed' })
  for (const name of ['a.csv', 'b.csv'])
    await client.files.create({ file: await toFile(Buffer.from(''), name), purpose: 'assistants' }).catch(() => {})
  expect(await rules()).toEqual([])
})

test('a message that was read while its run went on was read', async () => {
  const { create, client, thread, rules, emulator } = await world({
    script: [{ message: 'All there is.' }, { gate: 'end' }],
  })
  const run = await create()
  while ((await client.beta.threads.messages.list(thread.id)).data.length < 2);
  await emulator.clock.advance('1m')
  emulator.openGate('end')
  await client.beta.threads.runs.poll(run.id, { thread_id: thread.id })
  expect(await rules()).toEqual([])
})

test('who has walked away from a run, or was never told of it, is not asked what became of it', async () => {
  const { client, thread, assistant_id, rules, emulator } = await world({
    script: [{ message: ['one ', { gate: 'left' }, 'two'] }, { status: 'incomplete' }],
  })
  const stream = await client.beta.threads.runs.create(thread.id, { assistant_id, stream: true })
  for await (const { event } of stream) if (event === 'thread.message.delta') break
  emulator.openGate('left')
  await emulator.clock.advance('1s')
  expect(emulator.runs.list()).toMatchObject([{ status: 'incomplete' }])
  emulator.next({ script: [{ message: 'hi' }], faults: [{ on: 'create', handled: true, http_error: 500 }] })
  await client.beta.threads.runs.create(thread.id, { assistant_id }).catch(() => {})
  await emulator.clock.advance('1s')
  expect(emulator.runs.list()[1]).toMatchObject({ status: 'completed' })
  expect(await rules()).toEqual([])
})

test('who has cancelled a run has not left it active', async () => {
  const { create, client, thread, rules, emulator } = await world(
    { script: ['hold'], on_cancel: [{ after: '1m' }] },
    { clock: 'manual' },
  )
  const run = await create()
  await client.beta.threads.runs.cancel(run.id, { thread_id: thread.id })
  expect(emulator.leftovers().waiting).toMatchObject([{ status: 'cancelling' }])
  expect(await rules()).toEqual([])
})

test('an event that says otherwise than the run in it tells both', async () => {
  const { client, thread, assistant_id, rules, emulator } = await world('event-says-completed')
  await client.beta.threads.runs.stream(thread.id, { assistant_id }).finalRun()
  expect(emulator.runs.list()).toMatchObject([{ status: 'incomplete' }])
  expect(await rules()).toEqual([])
})

test('all outputs and one too many are not some of them', async () => {
  const { create, client, thread, rules } = await world('tool-call')
  const { id } = await create()
  const { required_action } = await client.beta.threads.runs.poll(id, { thread_id: thread.id })
  const tool_outputs = [required_action!.submit_tool_outputs.tool_calls[0]!.id, 'call_other'].map((each) => ({
    tool_call_id: each,
    output: '',
  }))
  const { runs } = client.beta.threads
  await expect(runs.submitToolOutputs(id, { thread_id: thread.id, tool_outputs })).rejects.toThrow(/400/)
  expect(await rules()).toEqual(['left_active'])
})
