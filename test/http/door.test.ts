import { request } from 'node:http'
import OpenAI from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEmulator, type EmulatorOptions } from '../../src/index.ts'

const emulators: ReturnType<typeof createEmulator>[] = []
let port: number

async function serving(options: EmulatorOptions = {}, host?: string) {
  const emulator = createEmulator(options)
  emulators.push(emulator)
  return (await emulator.listen(host ? { host } : {})).port
}

beforeAll(async () => {
  port = await serving()
})
afterAll(() => Promise.all(emulators.map((emulator) => emulator.close())))

/** As a browser would send it; `fetch` does not let a test choose these headers. */
function send(headers: Record<string, string>, { method = 'GET', path = '/v1/models', to = port } = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port: to,
      method,
      path,
      headers: { authorization: 'Bearer any', ...headers },
    })
    sent.on('error', reject).on('response', (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
    })
    sent.end()
  })
}

test.each(['localhost', 'LOCALHOST:80', 'a.localhost:4010', '127.0.0.1', '127.9.9.9:1', '[::1]:4010'])(
  'a request for %s is for this machine',
  async (host) => expect((await send({ host })).status).toBe(200),
)

test.each(['evil.example', 'evil.example:4010', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1'])(
  'a request for "%s" is refused, whatever its path',
  async (host) => {
    for (const path of ['/v1/models', '/_emulator/health', '/']) {
      const { status, text } = await send({ host }, { path })
      expect(status).toBe(403)
      expect(JSON.parse(text)).toMatchObject({ error: { type: 'run_emulator_error', code: 'host_not_allowed' } })
    }
  },
)

test('names may be allowed, one or all', async () => {
  const one = await serving({ allowedHosts: ['Emulator'] })
  expect((await send({ host: 'emulator:4010' }, { to: one })).status).toBe(200)
  expect((await send({ host: 'other' }, { to: one })).status).toBe(403)
  const any = await serving({ allowedHosts: ['*'] })
  expect((await send({ host: 'other' }, { to: any })).status).toBe(200)
})

test('a server that others can reach takes any address, for an address cannot be rebound, but no strange name', async () => {
  const open = await serving({}, '0.0.0.0')
  expect((await send({ host: '192.0.2.7:4010' }, { to: open })).status).toBe(200)
  expect((await send({ host: 'evil.example' }, { to: open })).status).toBe(403)
})

const origin = 'http://app.example'

test('a preflight for the API is answered as the official client in a browser needs it', async () => {
  const asks = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,openai-beta',
  }
  const { status, headers } = await send(asks, { method: 'OPTIONS', path: '/v1/threads' })
  expect(status).toBe(204)
  expect(headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST, DELETE',
    'access-control-allow-headers': 'authorization,openai-beta',
  })
})

test('pages may read answers, refusals and streams, and the headers that clients look at', async () => {
  const client = new OpenAI({
    apiKey: 'any',
    baseURL: `http://127.0.0.1:${port}/v1`,
    defaultHeaders: { origin },
    dangerouslyAllowBrowser: true,
  })
  const assistant = await client.beta.assistants.create({ model: 'gpt-4o', instructions: 'Be kind.' })
  const thread = await client.beta.threads.create()
  const { response } = await client.beta.threads.runs
    .create(thread.id, { assistant_id: assistant.id, stream: true })
    .withResponse()
  await response.body?.cancel()
  const refused = await send({ origin }, { path: '/v1/nothing' })
  for (const headers of [Object.fromEntries(response.headers), refused.headers]) {
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers['access-control-expose-headers']).toMatch(/x-request-id, openai-poll-after-ms/)
  }
})

test('who is no browser is told nothing of it', async () => {
  expect(Object.keys((await send({})).headers).join()).not.toContain('access-control')
})

test.each(['/_emulator/reset', '//_emulator/reset', '/v1/../_emulator/reset'])(
  'no page of another origin gets at %s',
  async (path) => {
    expect((await send({ origin }, { method: 'POST', path })).status).toBe(403)
    const asks = { origin, 'access-control-request-method': 'DELETE' }
    if (!path.startsWith('/v1'))
      expect(Object.keys((await send(asks, { method: 'OPTIONS', path })).headers).join()).not.toContain(
        'access-control',
      )
  },
)
