import OpenAI from 'openai'
import OpenAI7 from 'openai7'
import { describe, expect, test } from 'vitest'
import { scenario, settle, stage } from './stage.ts'

const said = 'This answer is longer than what you will see of it in the stream.'

/** What polling shows once the dust has settled: the run is correct whatever became of the stream. */
async function truth({ runs, thread_id, texts }: Awaited<ReturnType<typeof stage>>) {
  await settle()
  const [run] = (await runs.list(thread_id)).data
  return { status: run!.status, texts: await texts(run!) }
}

describe('streams that break', () => {
  test.each([
    ['error-event', /The server had an error/, said],
    ['no-final-event', /Final run has not been received/, 'All is well, but you will not be told.'],
    ['delta-too-early', /no existing snapshot/, 'I begin before I begin.'],
    ['malformed-event', /JSON/, 'This will not parse.'],
    ['empty-stream', /Final run has not been received/, 'You will have to poll.'],
    ['cut-in-character', /terminated/, 'Grüße aus München'],
  ])('%s: the helper throws, and polling shows the truth', async (name, message, text) => {
    const set = await stage()
    await expect(set.stream(name).finalRun()).rejects.toThrow(message)
    expect(await truth(set)).toEqual({ status: 'completed', texts: [text] })
  })

  test('bare-error-event: major 6 has no words for it, major 7 has', async () => {
    const set = await stage()
    await expect(set.stream('bare-error-event').finalRun()).rejects.toThrow()
    const seven = new OpenAI7({ apiKey: 'any', baseURL: set.emulator.url, fetch: set.emulator.fetch })
    await settle()
    await expect(
      seven.beta.threads.runs
        .stream(set.thread_id, { assistant_id: set.assistant_id, ...scenario('bare-error-event') })
        .finalRun(),
    ).rejects.toThrow(/The server had an error/)
    expect(await truth(set)).toEqual({ status: 'completed', texts: [said] })
  })

  test('two-messages-at-once: major 6 does not mind, major 7 throws', async () => {
    const set = await stage()
    expect((await set.stream('two-messages-at-once').finalRun()).status).toBe('completed')
    const seven = new OpenAI7({ apiKey: 'any', baseURL: set.emulator.url, fetch: set.emulator.fetch })
    await expect(
      seven.beta.threads.runs
        .stream(set.thread_id, { assistant_id: set.assistant_id, ...scenario('two-messages-at-once') })
        .finalRun(),
    ).rejects.toThrow()
  })

  test('missing-index: the helper cannot tell which call a fragment belongs to', async () => {
    const set = await stage()
    await expect(set.stream('missing-index').finalRun()).rejects.toThrow(/index/)
    expect((await truth(set)).status).toBe('requires_action')
  })

  test('stalled-stream: nothing comes any more, the run completes', async () => {
    const set = await stage()
    const stream = set.stream('stalled-stream')
    let deltas = 0
    const waiting = new Promise<void>((resolve) => stream.on('textDelta', () => ++deltas === 2 && resolve()))
    await waiting
    await settle()
    expect(deltas).toBe(2)
    stream.abort()
    await expect(stream.done()).rejects.toThrow(/abort/i)
    expect(await truth(set)).toEqual({ status: 'completed', texts: [said] })
  })

  test('event-says-completed: the name says completed, the run says incomplete', async () => {
    const set = await stage()
    const names: string[] = []
    const run = await set
      .stream('event-says-completed')
      .on('event', ({ event }) => names.push(event))
      .finalRun()
    expect(names.at(-1)).toBe('thread.run.completed')
    expect(run).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_prompt_tokens' } })
  })
})

describe('streams that clients take', () => {
  test.each([
    'no-done',
    'unnamed-done',
    'bytes-after-done',
    'unknown-event',
    'keep-alives',
    'crlf-lines',
    'byte-by-byte',
    'one-chunk',
  ])('%s: nothing is lost', async (name) => {
    const set = await stage()
    let streamed = ''
    const run = await set
      .stream(name)
      .on('textDelta', ({ value }) => (streamed += value))
      .finalRun()
    expect(run.status).toBe('completed')
    expect(await set.texts(run)).toEqual([streamed])
  })

  test('unterminated-event: nothing that matters is lost, for the last event is only done', async () => {
    expect((await (await stage()).stream('unterminated-event').finalRun()).status).toBe('completed')
  })

  test.each([
    ['duplicated-delta', 'I say say this only once.'],
    ['missing-delta', 'I this only once.'],
    ['reordered-deltas', 'I this say only once.'],
  ])('%s: deltas add up to something else than the message', async (name, wrong) => {
    const set = await stage()
    let streamed = ''
    const run = await set
      .stream(name)
      .on('textDelta', ({ value }) => (streamed += value))
      .finalRun()
    expect(streamed).toBe(wrong)
    expect(await set.texts(run)).toEqual(['I say this only once.'])
  })

  test('repeated-ids: the helper glues ids and names together, the run has them once', async () => {
    const { stream } = await stage()
    const calls: { id?: string | undefined }[] = []
    const run = await stream('repeated-ids')
      .on('toolCallDelta', (_, snapshot) => calls.push({ id: snapshot.id }))
      .finalRun()
    const [call] = run.required_action!.submit_tool_outputs.tool_calls
    expect(calls.at(-1)!.id).toBe(call!.id.repeat(calls.at(-1)!.id!.length / call!.id.length))
    expect(calls.at(-1)!.id!.length).toBeGreaterThan(call!.id.length)
    expect(call!.function.name).toBe('get_current_weather')
  })
})

describe('requests that fail', () => {
  const retrying = async () => {
    const set = await stage()
    const log: number[] = []
    const fetch: typeof globalThis.fetch = async (...args) => {
      const response = await set.emulator.fetch(...args)
      log.push(response.status)
      return response
    }
    const openai = new OpenAI({ apiKey: 'any', baseURL: set.emulator.url, fetch, maxRetries: 5 })
    const { runs } = openai.beta.threads
    return {
      ...set,
      log,
      runs,
      create: (name: string) => runs.create(set.thread_id, { assistant_id: set.assistant_id, ...scenario(name) }),
    }
  }

  test('three-rate-limits: the client backs off as it is told, and gets its run', async () => {
    const { create, log } = await retrying()
    expect((await create('three-rate-limits')).status).toBe('queued')
    expect(log).toEqual([429, 429, 429, 200])
  })

  test('poll-rate-limited: polling goes on', async () => {
    const { create, runs, thread_id, log } = await retrying()
    const run = await create('poll-rate-limited')
    expect((await runs.poll(run.id, { thread_id })).status).toBe('completed')
    expect(log.filter((status) => status === 429)).toHaveLength(2)
  })

  test.each([
    ['create-server-error', 500, /The server had an error while processing your request/],
    ['overloaded', 503, /overloaded/],
    ['unsupported-model', 400, /^400 The requested model 'gpt-5\.1' cannot be used with the Assistants API\.$/],
    ['model-needs-v2', 400, /cannot be used with the Assistants API in v1\. Follow the migration guide/],
    ['missing-beta-header', 400, /You must provide the 'OpenAI-Beta' header/],
    ['wrong-key', 401, /Incorrect API key provided/],
    ['sunset', 404, /./],
  ])('%s: no run is created', async (name, status, message) => {
    const { create, runs, thread_id } = await stage()
    await expect(create(name)).rejects.toMatchObject({ status, message: expect.stringMatching(message) })
    expect((await runs.list(thread_id)).data).toEqual([])
  })

  test('create-server-error: the second attempt works', async () => {
    const { create } = await stage()
    await expect(create('create-server-error')).rejects.toMatchObject({ status: 500 })
    expect((await create('create-server-error')).status).toBe('queued')
  })

  test('lost-answer: the run was created, and the retry meets its lock', async () => {
    const { create, thread_id } = await stage()
    await expect(create('lost-answer')).rejects.toThrow('Connection error')
    await expect(create('lost-answer')).rejects.toThrow(`Thread ${thread_id} already has an active run`)
  })

  test('submit-server-error: the outputs were not taken', async () => {
    const { poll, submit } = await stage()
    const run = await poll('submit-server-error')
    await expect(submit(run)).rejects.toMatchObject({ status: 500 })
    expect((await submit(run)).status).toBe('queued')
  })

  test('outputs-taken-twice: the outputs were taken, and the retry is refused', async () => {
    const { poll, submit } = await stage()
    const run = await poll('outputs-taken-twice')
    await expect(submit(run)).rejects.toMatchObject({ status: 500 })
    await expect(submit(run)).rejects.toThrow('Runs in status "queued" do not accept tool outputs.')
  })

  test("bad-gateway: an error without the service's envelope", async () => {
    const { create, read } = await stage()
    const error = await read(await create('bad-gateway')).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ status: 502, code: undefined })
    expect((error as Error).message).toContain('<html>')
  })

  test('truncated-json and wrong-content-length: the first poll fails, the second is whole', async () => {
    for (const name of ['truncated-json', 'wrong-content-length']) {
      const { create, read } = await stage()
      const run = await create(name)
      await expect(read(run), name).rejects.toThrow()
      expect((await read(run)).id, name).toBe(run.id)
    }
  })

  test('wrong-content-type: the client hands out a text instead of a run', async () => {
    const { create, read } = await stage()
    const answer: unknown = await read(await create('wrong-content-type'))
    expect(answer).toBeTypeOf('string')
  })

  test("slow-answer: half a minute on the emulator's clock", async () => {
    const { create, read, emulator } = await stage()
    const run = await create('slow-answer')
    const before = emulator.clock.now().getTime()
    await read(run)
    expect(emulator.clock.now().getTime() - before).toBe(30_000)
  })
})
