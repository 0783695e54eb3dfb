import { request } from 'node:http'
import { connect } from 'node:net'
import { text as wholeText } from 'node:stream/consumers'
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

test.each([
  'localhost',
  'LOCALHOST:80',
  'localhost.',
  'a.localhost:4010',
  '127.0.0.1',
  '127.9.9.9:1',
  '[::1]:4010',
  '[::1]',
])('a request for %s is for this machine', async (host) => expect((await send({ host })).status).toBe(200))

test.each([
  'evil.example',
  'EVIL.example.:4010',
  'localhost.evil.example',
  'evillocalhost',
  'evil.example/.localhost',
  '127.0.0.1.nip.io',
  'localhost@evil.example',
  '10.0.0.1',
  '0.0.0.0:4010',
  '[::]:4010',
  '[fe80::1]',
  '[::1].evil.example',
  ':4010',
])('a request for "%s" is refused, whatever its path', async (host) => {
  for (const path of ['/v1/models', '/_emulator/health', '/']) {
    const { status, text } = await send({ host }, { path })
    expect(status).toBe(403)
    expect(JSON.parse(text)).toMatchObject({ error: { type: 'run_emulator_error', code: 'host_not_allowed' } })
  }
})

test('names may be allowed, one or all', async () => {
  const one = await serving({ allowedHosts: ['Emulator'] })
  expect((await send({ host: 'emulator:4010' }, { to: one })).status).toBe(200)
  expect((await send({ host: 'other' }, { to: one })).status).toBe(403)
  const any = await serving({ allowedHosts: ['*'] })
  expect((await send({ host: 'other' }, { to: any })).status).toBe(200)
})

const head = (line: string, ...lines: string[]) =>
  [line, ...lines, 'authorization: Bearer any', 'connection: close', '', ''].join('\r\n')

const spoken: [string, string, number][] = [
  ['an absolute target', head('GET http://127.0.0.1/v1/models HTTP/1.1', 'host: 127.0.0.1'), 200],
  ['an absolute target elsewhere', head('GET http://evil.example/v1/models HTTP/1.1', 'host: 127.0.0.1'), 403],
  ['one with a name for a user', head('GET http://localhost@evil.example/ HTTP/1.1', 'host: 127.0.0.1'), 403],
  ['a local target, another host', head('GET http://127.0.0.1/v1/models HTTP/1.1', 'host: evil.example'), 403],
  ['a second host', head('GET /v1/models HTTP/1.1', 'host: 127.0.0.1', 'Host: evil.example'), 403],
  ['a second host that is the first', head('GET /v1/models HTTP/1.1', 'host: evil.example', 'host: 127.0.0.1'), 403],
  ['no host', head('GET /v1/models HTTP/1.1'), 400],
  ['HTTP/1.0 without a host', head('GET /v1/models HTTP/1.0'), 400],
  ['HTTP/1.0 for a stranger', head('GET /v1/models HTTP/1.0', 'host: evil.example'), 403],
  ['HTTP/1.0 for us', head('GET /v1/models HTTP/1.0', 'host: localhost'), 200],
]

test.each(spoken)('%s', async (_, bytes, status) => {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes)
  expect(await wholeText(socket)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
})

test('a server that others can reach takes any address, for an address cannot be rebound, but no strange name', async () => {
  const open = await serving({ allowedHosts: ['emulator'] }, '0.0.0.0')
  expect((await send({ host: '192.0.2.7:4010' }, { to: open })).status).toBe(200)
  expect((await send({ host: '[2001:db8::1]:4010' }, { to: open })).status).toBe(200)
  expect((await send({ host: 'evil.example' }, { to: open })).status).toBe(403)
})

test.each(['0.0.0.0', '::', '192.0.2.7', 'my-machine'])(
  'nothing listens on %s before it is said by which names it may be called',
  async (host) => {
    await expect(createEmulator().listen({ host })).rejects.toThrow(/On \S+ others can reach .*--allowed-hosts NAME/)
    await expect(createEmulator({ allowedHosts: [] }).listen({ host })).rejects.toThrow(/--allowed-hosts NAME/)
  },
)

const origin = 'http://app.example'
const asked =
  'authorization,content-type,openai-beta,openai-organization,openai-project,x-emulator-scenario,x-stainless-arch,x-stainless-helper-method,x-stainless-lang,x-stainless-os,x-stainless-package-version,x-stainless-poll-helper,x-stainless-retry-count,x-stainless-runtime,x-stainless-runtime-version,x-stainless-timeout'

test('a preflight for the API is answered as the official client in a browser needs it', async () => {
  const asks = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': asked,
    'access-control-request-private-network': 'true',
  }
  const { status, headers } = await send(asks, { method: 'OPTIONS', path: '/v1/threads' })
  expect(status).toBe(204)
  expect(headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST, DELETE',
    'access-control-allow-headers': asked,
    'access-control-allow-private-network': 'true',
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

const disturbed: [string, object][] = [
  ['an error', { http_error: 500 }],
  ['a rate limit', { rate_limit: '20ms' }],
  ['a page of a gateway', { gateway_error: 502 }],
  ['an answer cut short', { truncated_body: true }],
]

test.each(disturbed)('a page may read what a fault made of an answer: %s', async (_, fault) => {
  const emulator = createEmulator()
  emulators.push(emulator)
  const { port: to } = await emulator.listen()
  emulator.faults.add({ path: '/models', ...fault })
  expect((await send({ origin }, { to })).headers).toMatchObject({ 'access-control-allow-origin': '*' })
})

test('a page may read that a body was too large, or unreadable', async () => {
  const to = await serving({ maxBodyBytes: 1 })
  const sent = (headers: object) =>
    fetch(`http://127.0.0.1:${to}/v1/threads`, {
      method: 'POST',
      headers: { origin, authorization: 'Bearer any', 'openai-beta': 'assistants=v2', ...headers },
      body: '{"a": 1}',
    })
  for (const [type, status] of Object.entries({ 'application/json': 413, 'text/plain': 415 })) {
    const answer = await sent({ 'content-type': type })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([status, '*'])
  }
})

test('who is no browser is told nothing of it', async () => {
  expect(Object.keys((await send({})).headers).join()).not.toContain('access-control')
})

test.each([
  '/_emulator/reset',
  '//_emulator/reset',
  '/v1/../_emulator/reset',
  '/v1/%2E./_emulator/reset',
  '/v1/threads/../../_emulator/reset',
])('no page of another origin gets at %s', async (path) => {
  expect((await send({ origin }, { method: 'POST', path })).status).toBe(403)
  const asks = { origin, 'access-control-request-method': 'DELETE' }
  expect(Object.keys((await send(asks, { method: 'OPTIONS', path })).headers).join()).not.toContain('access-control')
})

const pages: [string, Record<string, string>, string?][] = [
  ['a form of another page', { origin, 'content-type': 'text/plain' }],
  ['a page in a sandbox, or a file', { origin: 'null' }],
  ['a page on another port of this machine', { origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-site' }],
  ['a form that names no origin', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ['a picture of a page on another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }, 'GET'],
  ['a picture', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 'GET'],
  ['a link', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, 'GET'],
]

test.each(pages)('%s does not get at the control API', async (_, headers, method = 'POST') => {
  const emulator = createEmulator()
  emulators.push(emulator)
  const { port: to } = await emulator.listen()
  emulator.project('mine')
  for (const path of method === 'GET'
    ? ['/_emulator/journal?project=new', '/_emulator/openapi.json']
    : ['/_emulator/reset?project=*', '/_emulator/clock/advance', '/_emulator/state?project=new']) {
    const { status, text, headers: answered } = await send(headers, { method, path, to })
    expect(status).toBe(403)
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'foreign_origin', type: 'run_emulator_error' } })
    expect(Object.keys(answered).join()).not.toContain('access-control')
  }
  expect(emulator.projects()).toEqual([])
})

test('a page of the emulator and an address typed in do, as does who is no browser', async () => {
  const own = { origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' }
  const typed = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }
  for (const headers of [own, typed, {}]) expect((await send(headers, { path: '/_emulator/health' })).status).toBe(200)
})
