import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { clientOf, prepare, setUp } from './control.ts'

test('the project option of a client chooses a world of its own', async () => {
  const { emulator } = setUp()
  const [one, two] = [clientOf(emulator, 'one'), clientOf(emulator, 'two')]
  const { id } = await one.beta.threads.create()
  await expect(one.beta.threads.retrieve(id)).resolves.toMatchObject({ id })
  await expect(two.beta.threads.retrieve(id)).rejects.toThrow(/No thread found/)
})

test('a key sk-emulator-NAME chooses a project where a client can set no header', async () => {
  const { emulator } = setUp()
  const byKey = new OpenAI({ apiKey: 'sk-emulator-nightly.7', baseURL: emulator.url, fetch: emulator.fetch })
  const { id } = await byKey.beta.threads.create()
  await expect(clientOf(emulator, 'nightly.7').beta.threads.retrieve(id)).resolves.toMatchObject({ id })
  await expect(clientOf(emulator).beta.threads.retrieve(id)).rejects.toThrow(/No thread found/)
})

test.each([
  ['in the header of Azure', { 'api-key': 'sk-emulator-mine' }],
  ['as a password', { authorization: `Basic ${Buffer.from('x:sk-emulator-mine').toString('base64')}` }],
  ['after a scheme in another case', { authorization: 'bearer sk-emulator-mine' }],
  ['with any name', { authorization: 'Bearer sk-emulator-suite/a+b' }, 'suite/a+b'],
])('the key may also stand %s', async (_, headers, name = 'mine') => {
  const { emulator } = setUp()
  await emulator.fetch(`${emulator.url}/threads`, {
    method: 'POST',
    headers: { ...headers, 'openai-beta': 'assistants=v2' },
  })
  expect(emulator.projects()).toEqual([name])
})

test('the header beats the key', async () => {
  const { emulator } = setUp()
  const both = new OpenAI({ apiKey: 'sk-emulator-a', project: 'b', baseURL: emulator.url, fetch: emulator.fetch })
  const { id } = await both.beta.threads.create()
  await expect(clientOf(emulator, 'b').beta.threads.retrieve(id)).resolves.toMatchObject({ id })
})

test("one project's clock does not move another's", async () => {
  const { emulator } = setUp()
  const before = emulator.project('two').clock.now()
  await emulator.project('one').clock.advance('1h')
  expect(emulator.project('one').clock.now().getTime() - before.getTime()).toBe(3_600_000)
  expect(emulator.project('two').clock.now()).toEqual(before)
})

test('the seed of a project decides its ids, from when it is set', async () => {
  const { emulator, control } = setUp()
  const id = async (project: string) => (await clientOf(emulator, project).beta.threads.create()).id
  const unseeded = await id('p')
  await control('POST /reset?project=p')
  expect(await id('p')).toBe(unseeded)
  await control('POST /reset?project=p')
  expect(await control('PUT /seed?project=p', { seed: 7 })).toEqual({ seed: '7' })
  const seeded = await id('p')
  expect(seeded).not.toBe(unseeded)
  emulator.project('p').reset()
  emulator.project('p').seed = '7'
  expect(await id('p')).toBe(seeded)
})

test('reset forgets one project, or all', async () => {
  const { emulator, control } = setUp()
  const ids: Record<string, string> = {}
  for (const name of ['a', 'b', 'c']) ids[name] = (await clientOf(emulator, name).beta.threads.create()).id
  const there = async (name: string) =>
    clientOf(emulator, name)
      .beta.threads.retrieve(ids[name]!)
      .then(
        () => true,
        () => false,
      )
  expect(await control('POST /reset', undefined, { headers: { 'openai-project': 'a' } })).toEqual({ reset: 'a' })
  expect([await there('a'), await there('b'), await there('c')]).toEqual([false, true, true])
  await control('POST /reset?project=*')
  expect([await there('b'), await there('c')]).toEqual([false, false])
})

test('a stream of a project that is reset ends with an error', async () => {
  const { emulator, client } = setUp()
  const assistant = await client.beta.assistants.create({ model: 'gpt-4o', instructions: 'Talk.' })
  const { id } = await client.beta.threads.create()
  const stream = await client.beta.threads.runs.create(
    id,
    { assistant_id: assistant.id, stream: true },
    { headers: { 'x-emulator-scenario': 'slow' } },
  )
  const read = (async () => {
    for await (const { event } of stream) if (event === 'thread.message.delta') emulator.reset()
  })()
  await expect(read).rejects.toThrow(/reset/)
})

test('the list of projects says how much each holds', async () => {
  const { emulator, control } = setUp({ clock: 'manual' })
  await clientOf(emulator, 'one').beta.threads.create()
  const { data } = await control<{ data: object[] }>('GET /projects')
  expect(data).toContainEqual({
    name: 'one',
    clock: { mode: 'manual', now: '2026-01-01T00:00:00.000Z' },
    seed: '0',
    assistants: 0,
    threads: 1,
    requests: 1,
  })
})

test('a project that is dropped for being idle or one too many is told to onReset, with all it had', async () => {
  const gone: [string, string[]][] = []
  const { emulator } = setUp({
    projects: { count: 2 },
    onReset: (project) => gone.push([project.name, project.leftovers().waiting.map(({ status }) => status)]),
  })
  for (const name of ['a', 'b', 'c']) {
    const client = clientOf(emulator, name)
    const { thread, assistant_id } = await prepare(client)
    await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  }
  expect(gone).toEqual([['a', ['requires_action']]])
  expect(emulator.projects()).toEqual(['b', 'c'])
  expect(() => setUp({ projects: { idle: -1 } })).toThrow(/projects\.idle is a number above 0, not -1/)
})

test('thousands of projects in one server see nothing of one another', async () => {
  const { emulator } = setUp()
  const names = Array.from({ length: 2000 }, (_, n) => `p${n}`)
  const ids = await Promise.all(names.map(async (name) => (await clientOf(emulator, name).beta.threads.create()).id))
  expect(new Set(ids).size).toBe(2000)
  expect(emulator.projects()).toHaveLength(2000)
  for (const n of [0, 1000, 1999]) {
    expect(emulator.project(names[n]!).journal()).toHaveLength(1)
    await emulator.project(names[n]!).clock.advance('1h')
  }
  expect(new Set(names.map((name) => emulator.project(name).clock.now().getUTCHours())).size).toBe(2)
  emulator.reset()
  expect(emulator.projects()).toEqual([])
})

test('an unknown control says which there are', async () => {
  const { refusal } = setUp()
  const error = await refusal('GET /jurnal', undefined, { status: 404 })
  expect(error.message).toMatch(/no GET \/_emulator\/jurnal.*clock.*journal/)
  expect(error.type).toBe('run_emulator_error')
})

test('a wrong body is told with line, column and the nearest word', async () => {
  const { refusal } = setUp()
  expect((await refusal('PUT /clock', '{"mode": "manuel"}')).message).toMatch(/body:1:10: .*Did you mean "manual"/)
  expect((await refusal('PUT /clock', 'mode: skip\nmodus: real')).message).toMatch(/body:2:1: unknown word "modus"/)
})

test('a page of another origin may not control the emulator, one of its own may', async () => {
  const { refusal, control } = setUp()
  const error = await refusal('POST /reset', undefined, { status: 403, headers: { origin: 'https://evil.example' } })
  expect(error.code).toBe('foreign_origin')
  await control('POST /reset', undefined, { headers: { origin: 'http://run-emulator.invalid' } })
})
