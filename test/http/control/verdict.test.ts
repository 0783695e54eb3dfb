import { expect, test } from 'vitest'
import type OpenAI from 'openai'
import type { EmulatorOptions, Verdict } from '../../../src/index.ts'
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
      new RegExp(`submitted 1 of the 2 outputs .* missing: get_current_weather \\(${second!.id}\\)`),
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

test('never learns of incomplete, or goes on polling', async () => {
  const { create, read, judged, client, thread } = await world('max-completion-tokens')
  const run = await create()
  while ((await client.beta.threads.messages.list(thread.id)).data.length < 2);
  expect((await judged()).findings).toMatchObject([
    { rule: 'incomplete_unhandled', message: expect.stringMatching(/never learned/) },
  ])
  await read(run)
  expect(await judged()).toMatchObject({ faultless: true })
  for (let n = 0; n < 2; n++) await read(run)
  expect((await judged()).findings).toMatchObject([
    { rule: 'incomplete_unhandled', message: expect.stringMatching(/was told, and read it 2 times more/), run: run.id },
  ])
})

test('goes on polling a run that has ended', async () => {
  const { client, thread, assistant_id, read, rules } = await world('hello')
  const run = await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  await client.beta.threads.messages.list(thread.id)
  expect(await rules()).toEqual([])
  for (let n = 0; n < 3; n++) await read(run)
  expect(await rules()).toEqual(['polled_on'])
})

test("a project's client is judged by itself, and a list of runs tells their status", async () => {
  const { create, client, thread, judged, control } = await world('max-completion-tokens')
  await create()
  while ((await client.beta.threads.messages.list(thread.id)).data.length < 2);
  await client.beta.threads.runs.list(thread.id)
  expect(await judged()).toMatchObject({ faultless: true })
  expect(await control('GET /verdict?project=*')).toEqual({ projects: { default: { faultless: true, findings: [] } } })
})
