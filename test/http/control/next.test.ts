import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { clientOf, prepare, setUp } from './control.ts'

async function said(client: OpenAI, { thread_id, assistant_id }: { thread_id: string; assistant_id: string }) {
  const run = await client.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
  if (run.status !== 'completed') return run.status
  const { data } = await client.beta.threads.messages.list(thread_id, { run_id: run.id })
  const [part] = data[0]!.content
  return part?.type === 'text' ? part.text.value : ''
}

async function world(options?: Parameters<typeof setUp>[0]) {
  const set = setUp({ scenarios: { default: 'script: [{ message: usual }]' }, ...options })
  const { thread, assistant_id } = await prepare(set.client)
  return {
    ...set,
    talk: (client = set.client) => said(client, { thread_id: thread.id, assistant_id }),
    thread,
    assistant_id,
  }
}

test('a named scenario is played by the next run, and only by that', async () => {
  const { control, talk } = await world()
  expect(await control('POST /next', { scenario: 'hello' })).toEqual({ queued: [{ scenario: 'hello', times: 1 }] })
  expect(await talk()).toBe('Hello! How can I help you today?')
  expect(await talk()).toBe('usual')
})

test('scenarios queue up, each for as many runs as it was queued for', async () => {
  const { control, talk, emulator } = await world()
  emulator.next('hello', 2)
  emulator.next({ script: [{ message: 'inline' }] })
  emulator.next('script:\n  - message: yaml\n')
  expect(await control('GET /next')).toMatchObject({
    queued: [{ scenario: 'hello', times: 2 }, { scenario: 'next 1' }, { scenario: 'next 2' }],
  })
  const answers = []
  for (let n = 0; n < 5; n++) answers.push(await talk())
  expect(answers.map((text) => text.slice(0, 6))).toEqual(['Hello!', 'Hello!', 'inline', 'yaml', 'usual'])
})

test('three 429s, then success, and the retries are no runs', async () => {
  const { emulator, thread, assistant_id } = await world()
  const client = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 3 })
  emulator.next({
    faults: [{ on: 'create', times: 3, http_error: { status: 429, headers: { 'retry-after-ms': '1' } } }],
    script: [{ message: 'at last' }],
  })
  expect(await said(client, { thread_id: thread.id, assistant_id })).toBe('at last')
  emulator.next('refused', 3)
  expect(await said(client, { thread_id: thread.id, assistant_id })).toBe('usual')
  const created = emulator.journal({ method: 'POST', path: '/runs' })
  expect(created.map(({ response }) => response!.status)).toEqual([429, 429, 429, 200, 429, 429, 429, 200])
})

test('the same refusals can be queued again', async () => {
  const { emulator, thread, assistant_id } = await world()
  const client = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 1 })
  for (const _ of [1, 2]) {
    emulator.next({
      script: [{ message: 'hi' }],
      faults: [{ on: 'create', times: 1, http_error: { status: 429, headers: { 'retry-after-ms': '1' } } }],
    })
    await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  }
  const created = emulator.journal({ method: 'POST', path: '/runs' })
  expect(created.map(({ response }) => response!.status)).toEqual([429, 200, 429, 200])
})

test('the header comes first, then next, then the metadata of run and assistant, then match, then default', async () => {
  const say = (message: string, match?: object) => ({ ...(match && { match }), script: [{ message }] })
  const scenarios = {
    default: say('default'),
    matched: say('match', { model: 'gpt-4o' }),
    header: say('header'),
    run: say('run metadata'),
    assistant: say('assistant metadata'),
  }
  const { client, emulator } = setUp({ scenarios })
  const { thread, assistant_id } = await prepare(client)
  const chosen = () => emulator.journal({ method: 'POST', path: '/runs' }).at(-1)!.chosen_by
  const metadata = { emulator_scenario: 'run' }
  const create = (body: object, headers = {}) =>
    client.beta.threads.runs.createAndPoll(thread.id, { assistant_id, ...body }, { headers })
  await create({ model: 'gpt-4.1' })
  expect(chosen()).toBe('default')
  await create({})
  expect(chosen()).toBe('match')
  await client.beta.assistants.update(assistant_id, { metadata: { emulator_scenario: 'assistant' } })
  await create({})
  expect(chosen()).toBe('assistant metadata')
  await create({ metadata })
  expect(chosen()).toBe('run metadata')
  emulator.next({ script: [{ message: 'next' }] })
  await create({ metadata }, { 'x-emulator-scenario': 'header' })
  expect(chosen()).toBe('header')
  await create({ metadata })
  expect(chosen()).toBe('next')
})

test("a queue is a project's own, and can be forgotten", async () => {
  const { emulator, control, client } = setUp()
  await control('POST /next?project=other', { scenario: 'hello' })
  const { thread, assistant_id } = await prepare(client)
  await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  expect(await control('GET /next?project=other')).toEqual({ queued: [{ scenario: 'hello', times: 1 }] })
  expect(await control('DELETE /next?project=other')).toEqual({ queued: [] })
  emulator.next('hello')
  expect(emulator.queued()).toEqual([{ scenario: 'hello', times: 1 }])
  emulator.clearQueue()
  expect(emulator.queued()).toEqual([])
  expect(emulator.journal({ scenario: 'hello' })).toEqual([])
})

test('what is wrong with it is told with line and column, or the nearest name', async () => {
  const { refusal } = setUp()
  expect((await refusal('POST /next', { scenario: 'helo' })).message).toMatch(
    /no scenario "helo".*Did you mean "hello"/,
  )
  const yaml = 'scenario:\n  script:\n    - mesage: hi\n'
  expect((await refusal('POST /next', yaml)).message).toMatch(
    /body:3:7: unknown word "mesage"\. Did you mean "message"/,
  )
  expect((await refusal('POST /next', {})).message).toMatch(/"scenario" is missing/)
})

test('a scenario that is put is there for its project only, or for all', async () => {
  const { client, control, emulator, refusal } = setUp()
  const yaml = 'description: mine\nmatch: { model: gpt-4o }\nscript:\n  - message: put\n'
  expect(await control('PUT /scenarios/mine?project=a', yaml)).toEqual({
    name: 'mine',
    description: 'mine',
    file: 'scenario "mine"',
    shipped: false,
    matches: true,
  })
  expect(await control('GET /scenarios/mine?project=a')).toMatchObject({ text: yaml })
  await refusal('GET /scenarios/mine', undefined, { status: 404 })
  const a = clientOf(emulator, 'a')
  const inA = await prepare(a)
  expect(await said(a, { thread_id: inA.thread.id, assistant_id: inA.assistant_id })).toBe('put')
  await control('PUT /scenarios/everyones?project=*', { script: [{ message: 'for all' }] })
  const { data } = await control<{ data: { name: string; shipped: boolean }[] }>('GET /scenarios')
  expect(data.filter(({ shipped }) => !shipped).map(({ name }) => name)).toEqual(['everyones'])
  const { thread, assistant_id } = await prepare(client)
  emulator.next('everyones')
  expect(await said(client, { thread_id: thread.id, assistant_id })).toBe('for all')
})

test('deleting uncovers what stood behind, and what is not yours stays', async () => {
  const { control, emulator, refusal } = setUp()
  emulator.scenarios.put('hello', { script: [{ message: 'mine' }] })
  expect(await control('GET /scenarios/hello')).toMatchObject({ shipped: false })
  expect(await control('DELETE /scenarios/hello')).toEqual({ name: 'hello', deleted: true })
  expect(await control('GET /scenarios/hello')).toMatchObject({
    shipped: true,
    text: expect.stringContaining('Hello!'),
  })
  expect((await refusal('DELETE /scenarios/hello')).message).toMatch(/shipped with run-emulator/)
  expect((await refusal('DELETE /scenarios/nobody', undefined, { status: 404 })).message).toMatch(
    /no scenario "nobody"/,
  )
})

test('a wrong scenario is refused with line and column, and nothing is changed', async () => {
  const { control, refusal } = setUp()
  await control('PUT /scenarios/mine', 'description: good')
  const error = await refusal('PUT /scenarios/mine', 'description: bad\nscript:\n  - status: dne\n')
  expect(error.message).toMatch(/scenario "mine":3:5|scenario "mine":3:13/)
  expect(await control('GET /scenarios/mine')).toMatchObject({ description: 'good' })
})
