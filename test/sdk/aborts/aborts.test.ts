import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createEmulator, type Emulator } from '../../../src/index.ts'
import type { LogEntry } from '../../../src/http/services.ts'
import { inProcess } from '../../../src/http/in_process.ts'
import { conversation } from '../../support/wire.ts'
import { clients, type Connection } from './clients.ts'

let emulator: Emulator
let log: LogEntry[]

beforeEach(() => {
  log = []
  const never = { faults: [{ on: 'create', handled: false, slow_headers: null }] }
  emulator = createEmulator({ onRequest: (entry) => log.push(entry), scenarios: { never } })
})
afterEach(async () => {
  vi.useRealTimers()
  await emulator.close()
})

const connections: [name: string, connect: () => Promise<Connection>][] = [
  ['in process', () => Promise.resolve({ baseURL: emulator.url, fetch: emulator.fetch })],
  ['over a socket', async () => ({ baseURL: (await emulator.listen()).url })],
]

const aborted = { name: expect.stringMatching(/Error$/) as string, message: expect.stringMatching(/abort/i) as string }

describe.each(connections)('%s', (_, connect) => {
  describe.each(clients)('%s', (_, make) => {
    async function start() {
      const client = make(await connect())
      const openai = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.url, fetch: emulator.fetch })
      return { client, ...(await conversation(openai)) }
    }

    it('aborted before it is sent: the request is not', async () => {
      const { client } = await start()
      const before = log.length
      const listed = Promise.resolve(client.list({ signal: AbortSignal.abort() }))
      await expect(listed).rejects.toMatchObject(aborted)
      expect(log.slice(before)).toEqual([])
      await expect(Promise.resolve(client.list())).resolves.toBeDefined()
    })

    it('aborted in the middle of a stream: the client hears of it, the stream is logged, the run goes on', async () => {
      const { client, thread_id, assistant_id } = await start()
      const controller = new AbortController()
      const stream = await client.stream(thread_id, assistant_id, 'slow', { signal: controller.signal })
      const run = await readSome(stream, () => controller.abort())
      await until(() => streamsLogged() === 1)
      expect((await client.retrieve(thread_id, run)).status).toBe('in_progress')
      await expect(client.stream(thread_id, assistant_id, 'hello')).rejects.toThrow('already has an active run')
      expect((await client.cancel(thread_id, run)).status).toBe('cancelling')
      await until(async () => (await client.retrieve(thread_id, run)).status === 'cancelled')
      expect((await eventsOf(await client.stream(thread_id, assistant_id, 'hello'))).at(-1)).toBe(
        'thread.run.completed',
      )
    })

    it('left in the middle of a stream: likewise', async () => {
      const { client, thread_id, assistant_id } = await start()
      const stream = await client.stream(thread_id, assistant_id, 'slow')
      let run = ''
      for await (const { event, data } of stream) {
        if (event === 'thread.run.created') run = (data as { id: string }).id
        if (event === 'thread.message.delta') break
      }
      await until(() => streamsLogged() === 1)
      expect((await client.retrieve(thread_id, run)).status).toBe('in_progress')
      expect((await client.cancel(thread_id, run)).status).toBe('cancelling')
    })

    it('aborted while nothing is answered: the wait is over, and nothing has happened', async () => {
      const { client, thread_id, assistant_id } = await start()
      const controller = new AbortController()
      const waiting = client.stream(thread_id, assistant_id, 'never', { signal: controller.signal })
      setImmediate(() => controller.abort())
      await expect(waiting).rejects.toMatchObject(aborted)
      expect((await eventsOf(await client.stream(thread_id, assistant_id, 'hello'))).at(-1)).toBe(
        'thread.run.completed',
      )
    })

    it('timed out while nothing is answered: likewise', async () => {
      const { client, thread_id, assistant_id } = await start()
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      const waiting = client.stream(thread_id, assistant_id, 'never', { timeout: 1000 })
      const refused = expect(waiting).rejects.toThrow(/timed out/i)
      await until(() => vi.getTimerCount() > 0)
      await vi.advanceTimersByTimeAsync(1000)
      await refused
      vi.useRealTimers()
      expect((await eventsOf(await client.stream(thread_id, assistant_id, 'hello'))).at(-1)).toBe(
        'thread.run.completed',
      )
    })

    it('many aborted at once leave nothing behind', async () => {
      const { client, assistant_id } = await start()
      const openai = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.url, fetch: emulator.fetch })
      const left = Array.from({ length: 20 }, async () => {
        const { id } = await openai.beta.threads.create({ messages: [{ role: 'user', content: 'Hi' }] })
        const controller = new AbortController()
        const stream = await client.stream(id, assistant_id, 'slow', { signal: controller.signal })
        await readSome(stream, () => controller.abort())
      })
      await Promise.all(left)
      await until(() => streamsLogged() === 20)
      await expect(emulator.close()).resolves.toBeUndefined()
    })
  })
})

/** A stream has its line in the log when it has ended, for whatever reason. */
const streamsLogged = () => log.filter(({ method, run }) => method === 'POST' && run?.status === 'in_progress').length

/** Lets the process go on until something is so; the test's own time limit ends a wait in vain. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve))
}

async function eventsOf(stream: AsyncIterable<{ event: string }>): Promise<string[]> {
  const events: string[] = []
  for await (const { event } of stream) events.push(event)
  return events
}

/** Does something at the first delta and reads on to the end, which may be an error that says so; what had arrived is still read. */
async function readSome(stream: AsyncIterable<{ event: string; data: unknown }>, then: () => void): Promise<string> {
  let run = ''
  let deltas = 0
  try {
    for await (const { event, data } of stream) {
      if (event === 'thread.run.created') run = (data as { id: string }).id
      if (event === 'thread.message.delta' && ++deltas === 1) then()
    }
  } catch (error) {
    expect(error).toMatchObject(aborted)
  }
  return run
}

describe('the fetch itself', () => {
  const request = () => ({ headers: { authorization: 'Bearer x', 'openai-beta': 'assistants=v2' } })

  it('rejects with the reason of the abort, as fetch does', async () => {
    const reason = new Error('enough')
    await expect(emulator.fetch(`${emulator.url}/assistants`, { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    )
    const controller = new AbortController()
    const waiting = inProcess(() => new Promise(() => {}))('http://x.y/', { signal: controller.signal })
    controller.abort(reason)
    await expect(waiting).rejects.toBe(reason)
  })

  it('does not send what is aborted at once', async () => {
    const controller = new AbortController()
    const handle = vi.fn(() => new Response('never'))
    const waiting = inProcess(handle)('http://x.y/', { signal: controller.signal })
    controller.abort()
    await expect(waiting).rejects.toThrow()
    await new Promise((resolve) => setImmediate(resolve))
    expect(handle).not.toHaveBeenCalled()
  })

  it('lets go of the answer that comes after the abort', async () => {
    const controller = new AbortController()
    let cancelled = false
    let answer: ((response: Response) => void) | undefined
    const handle = () => new Promise<Response>((resolve) => (answer = resolve))
    const waiting = inProcess(handle)('http://x.y/', { signal: controller.signal })
    await until(() => answer !== undefined)
    controller.abort()
    await expect(waiting).rejects.toThrow()
    answer!(new Response(new ReadableStream({ cancel: () => void (cancelled = true) })))
    await until(() => cancelled)
  })

  it('takes a Request, a URL or a string', async () => {
    const url = `${emulator.url}/models`
    for (const given of [url, new URL(url), new Request(url, request())])
      expect((await emulator.fetch(given, request())).status).toBe(200)
  })

  it('an abort after the answer was read does nothing', async () => {
    const controller = new AbortController()
    const response = await emulator.fetch(`${emulator.url}/models`, { ...request(), signal: controller.signal })
    expect((await response.json()) as object).toMatchObject({ object: 'list' })
    controller.abort()
  })
})
