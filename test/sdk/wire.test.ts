import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { scenario, setUp, textOf } from './set_up.ts'

test('refused, polled and streamed: HTTP 429, and no run exists afterwards', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  const body = { assistant_id, ...scenario('refused') }

  for (const ask of [
    () => openai.beta.threads.runs.createAndPoll(thread_id, body),
    () => openai.beta.threads.runs.stream(thread_id, body).finalRun(),
  ]) {
    const error = await ask().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(OpenAI.RateLimitError)
    const { status, code, type, headers } = error as InstanceType<typeof OpenAI.RateLimitError>
    expect([status, code, type]).toEqual([429, 'rate_limit_exceeded', 'requests'])
    expect([headers.get('retry-after'), headers.get('retry-after-ms')]).toEqual(['1', '20'])
  }
  expect((await openai.beta.threads.runs.list(thread_id)).data).toEqual([])
  const message = await openai.beta.threads.messages.create(thread_id, { role: 'user', content: 'Not locked.' })
  expect(message.thread_id).toBe(thread_id)
})

test('refused: a client that retries waits as long as retry-after-ms says, twice', async () => {
  const { emulator, openai, assistant_id, thread_id } = await setUp()
  const waits: number[] = []
  const retrying = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 2 })
  // The client's waits are timers: this one notes them and lets them pass at once.
  const { setTimeout: real } = globalThis
  globalThis.setTimeout = ((run: () => void, ms?: number) => {
    if (ms === 20) waits.push(ms)
    return real(run, ms === 20 ? 0 : ms)
  }) as typeof setTimeout

  try {
    const ask = retrying.beta.threads.runs.create(thread_id, { assistant_id, ...scenario('refused') })
    await expect(ask).rejects.toThrow('429 Rate limit reached for requests')
  } finally {
    globalThis.setTimeout = real
  }
  expect(waits).toEqual([20, 20])
  expect((await openai.beta.threads.runs.list(thread_id)).data).toEqual([])
})

test('stream-cut: the client sees the stream break, polling shows that the run went on', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  const names: string[] = []

  const stream = openai.beta.threads.runs
    .stream(thread_id, { assistant_id, ...scenario('stream-cut') })
    .on('event', ({ event }) => names.push(event))
  await expect(stream.finalRun()).rejects.toThrow('terminated')

  expect(names).toHaveLength(9)
  expect(names.at(-1)).toBe('thread.message.delta')
  const run = await openai.beta.threads.runs.poll(stream.currentRun()!.id, { thread_id })
  expect(run.status).toBe('completed')
  const { data } = await openai.beta.threads.messages.list(thread_id, { run_id: run.id })
  expect(data.map(textOf)).toEqual(['This answer is longer than what you will see of it in the stream.'])
})

test('stream-cut, over a socket: the same', async () => {
  const { emulator, assistant_id, thread_id } = await setUp()
  await using _ = emulator
  const { url } = await emulator.listen()
  const openai = new OpenAI({ apiKey: 'any', baseURL: url, maxRetries: 0 })
  let events = 0

  const stream = openai.beta.threads.runs
    .stream(thread_id, { assistant_id, ...scenario('stream-cut') })
    .on('event', () => events++)
  await expect(stream.finalRun()).rejects.toThrow('terminated')

  expect(events).toBe(9)
  const run = await openai.beta.threads.runs.poll(stream.currentRun()!.id, { thread_id })
  expect(run.status).toBe('completed')
})
