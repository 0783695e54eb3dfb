import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { createEmulator } from '../../src/index.ts'
import { conversation, texts, wire } from '../support/wire.ts'

it('two emulators in one process share nothing', async () => {
  const [one, other] = [
    wire({ scenarios: { default: { script: [{ message: 'I am one' }] } } }),
    wire({ scenarios: { default: { script: [{ message: 'I am the other' }] } }, profile: 'spec' }),
  ]
  const here = await conversation(one.openai)
  const there = await conversation(other.openai)
  // The same seed and the same calls give the same ids: they are other objects all the same.
  expect(there).toEqual(here)
  await one.openai.beta.threads.update(here.thread_id, { metadata: { a: 'b' } })
  expect((await other.openai.beta.threads.retrieve(there.thread_id)).metadata).toEqual({})
  const [run, same] = await Promise.all(
    [one, other].map(({ openai }) =>
      openai.beta.threads.runs.createAndPoll(here.thread_id, { assistant_id: here.assistant_id }),
    ),
  )
  expect([run!.id, run!.status, same!.status]).toEqual([same!.id, 'completed', 'completed'])
  expect(await texts(one.openai, here.thread_id, run!.id)).toEqual(['I am one'])
  expect(await texts(other.openai, here.thread_id, run!.id)).toEqual(['I am the other'])
  const at = `/threads/${here.thread_id}/runs/${run!.id}`
  expect(Object.keys((await one.get(at)).body)).toContain('reasoning_effort')
  expect(Object.keys((await other.get(at)).body)).not.toContain('reasoning_effort')

  await one.emulator.clock.advance('1h')
  expect(one.emulator.clock.now().getTime() - other.emulator.clock.now().getTime()).toBeGreaterThan(3_000_000)
  one.emulator.reset()
  expect((await one.get(`/threads/${here.thread_id}`)).status).toBe(404)
  expect((await other.get(`/threads/${here.thread_id}`)).status).toBe(200)
  await one.emulator.close()
  expect((await other.get(`/threads/${here.thread_id}`)).status).toBe(200)
})

it('projects are worlds of their own, told by header or by key', async () => {
  const emulator = createEmulator()
  const client = (options: object) =>
    new OpenAI({
      apiKey: 'any',
      baseURL: emulator.url,
      fetch: emulator.fetch,
      maxRetries: 0,
      project: null,
      ...options,
    })
  const clients = {
    nobody: client({}),
    header: client({ project: 'alpha' }),
    key: client({ apiKey: 'sk-emulator-beta' }),
    both: client({ apiKey: 'sk-emulator-beta', project: 'alpha' }),
  }
  const made = await clients.header.beta.assistants.create({ model: 'gpt-4o' })
  expect((await clients.both.beta.assistants.retrieve(made.id)).id).toBe(made.id)
  for (const stranger of [clients.nobody, clients.key]) {
    await expect(stranger.beta.assistants.retrieve(made.id)).rejects.toThrow(
      `404 No assistant found with id '${made.id}'.`,
    )
    expect((await stranger.beta.assistants.list()).data).toEqual([])
  }
  const second = await clients.key.beta.assistants.create({ model: 'gpt-4o' })
  expect(second.id).not.toBe(made.id)
  const { response } = await clients.key.beta.assistants.list().withResponse()
  expect(response.headers.get('openai-project')).toBe('beta')
})
