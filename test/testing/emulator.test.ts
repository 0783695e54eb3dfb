import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { createWithEmulator } from '../../src/testing/jest.ts'
import { type TestEmulator, TestEmulators } from '../../src/testing/emulator.ts'
import { told } from '../../src/testing/told.ts'

const emulators = new TestEmulators()

test('each test has a project of its own, and the same name gives the same ids', async () => {
  const make = (name: string) =>
    emulators.run(name, async ({ name, client }) => {
      const { id } = await new OpenAI(client).beta.assistants.create({ model: 'gpt-4o' })
      return { name, id }
    })
  const first = await make('it works: 3 × "really"')
  expect(first.name).toBe('it-works-3-really')
  expect(await make('it works: 3 × "really"')).toEqual(first)
  const [one, other] = await Promise.all([make('same'), make('same')])
  expect([one.name, other.name]).toEqual(['same', 'same-2'])
  expect(one.id).not.toBe(other.id)
  expect((await make('???')).name).toBe('test')
})

test('an option that is none is refused before the first test, strict among those that are known', () => {
  expect(() => new TestEmulators({ strit: true } as object)).toThrow('no option "strit". Did you mean "strict"?')
})

test('env() is for another process: its key names the project', async () => {
  const emulator = emulators.open('from outside')
  const { OPENAI_BASE_URL: baseURL, OPENAI_API_KEY: apiKey, RUN_EMULATOR_URL } = await emulator.env()
  await new OpenAI({ baseURL, apiKey }).beta.assistants.create({ model: 'gpt-4o' })
  expect(emulator.journal()).toHaveLength(1)
  expect(RUN_EMULATOR_URL).toBe(new URL(baseURL).origin)
  expect((await emulator.env()).OPENAI_BASE_URL).toBe(baseURL)
  emulators.close(emulator, false)
  await emulators.end()
  await expect(fetch(RUN_EMULATOR_URL)).rejects.toThrow()
})

test('a test that fails tells its journal, and is forgotten like the others', async () => {
  const texts: string[] = []
  const fails = emulators.run(
    'fails',
    async ({ client, next, faults }) => {
      const { beta } = new OpenAI({ ...client, maxRetries: 0 })
      const { id: assistant_id } = await beta.assistants.create({ model: 'gpt-4o', instructions: 'Be brief.' })
      await beta.threads.createAndRunPoll({ assistant_id, metadata: { emulator_scenario: 'expires' } })
      for await (const _ of beta.threads.createAndRunStream({
        assistant_id,
        metadata: { emulator_scenario: 'hello' },
      }));
      next('hello')
      faults.add({ method: 'POST', path: '/files', times: 2, http_error: 500 })
      await beta.assistants.retrieve('asst_missing')
    },
    (text) => texts.push(text),
  )
  await expect(fails).rejects.toThrow('404')
  expect(texts.join('').replace(/(_)\w{20,}/g, '$1ID')).toMatch(
    new RegExp(
      [
        'run-emulator: the journal of project fails',
        '  1\\. POST /v1/assistants  200',
        '       > {"model":"gpt-4o",.*}',
        '  2\\. POST /v1/threads/runs  200  expires  queued',
        '(.*\\n)+.*POST /v1/threads/runs  200  hello  completed',
        '.*',
        '       < thread.created, thread.run.created, .*thread.message.delta × \\d+, .*done',
        '.*GET /v1/assistants/asst_missing  404',
        '       < {"error":.*',
        '(.*\\n)*  ! The queued scenario hello was not used \\(1 left\\)\\.',
        '  ! The fault http_error has not struck \\(2 left\\)\\.',
        '  ! run_ID \\(expires\\) is requires_action: waits for tool outputs\\.$',
      ].join('\\n'),
    ),
  )
  // What waits is told once.
  expect(texts.join('')).not.toContain('was left requires_action')
  expect(emulators.open('fails').journal()).toEqual([])
})

test('what a poll helper repeats is told once', async () => {
  const emulator = emulators.open('polls')
  const openai = new OpenAI(emulator.client)
  for (let n = 0; n < 3; n++) await openai.models.list()
  await openai.files.list()
  await openai.models.list()
  expect(told(emulator)).toBe(
    [
      'run-emulator: the journal of project polls',
      '  1–3. GET /v1/models  200',
      '  4. GET /v1/files  200',
      '  5. GET /v1/models  200',
    ].join('\n'),
  )
})

test('a test that its runner no longer waits for tells its journal then, and once', async () => {
  const texts: string[] = []
  const over = new AbortController()
  let fail!: (error: Error) => void
  const end = new Promise<void>((_, reject) => (fail = reject))
  const late = emulators.run(
    'late',
    () => end,
    (text) => texts.push(text),
    over.signal,
  )
  over.abort()
  const said = 'run-emulator: nothing was asked of project late'
  expect(texts).toEqual([said])
  fail(new Error('too late'))
  await expect(late).rejects.toThrow('too late')
  expect(texts).toEqual([said])

  const { signal } = new AbortController()
  await emulators.run(
    'in time',
    () => {},
    (text) => texts.push(text),
    signal,
  )
  expect(texts).toEqual([said])
})

test('a strict test fails where it leaves something behind, and tells its journal then', async () => {
  const strict = new TestEmulators({ strict: true })
  const texts: string[] = []
  const leave = (name: string, body: (emulator: TestEmulator) => unknown) =>
    strict.run(name, body, (text) => texts.push(text))
  await leave('leaves nothing', () => {})
  await expect(leave('leaves', ({ next }) => next('hello'))).rejects.toThrow('Expected unused: 0; there is 1: hello')
  await expect(
    leave('fails', ({ next }) => {
      next('hello')
      throw new Error('for another reason')
    }),
  ).rejects.toThrow('for another reason')
  expect(texts.map((text) => /project (\w+)/.exec(text)?.[1])).toEqual(['leaves', 'fails'])
  await emulators.run('not strict', ({ next }) => next('hello'))
})

test('a test that asked nothing is told so', () => {
  expect(told(emulators.open('idle'))).toBe('run-emulator: nothing was asked of project idle')
})

test('withEmulator passes on what the runner gives, and its function takes no callback', async () => {
  const given: unknown[] = []
  const body = createWithEmulator()(
    (emulator, ...row: [number, string]) => void given.push(typeof emulator.next, ...row),
  )
  await body(1, 'a')
  expect(given).toEqual(['function', 1, 'a'])
  expect(body).toHaveLength(0)
})
