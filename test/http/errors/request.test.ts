import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createEmulator, type Emulator } from '../../../src/index.ts'
import { wire } from '../../support/wire.ts'

const invalidRequest = { type: 'invalid_request_error', param: null, code: null }

describe('the URL', () => {
  it('must be known: 404 in the words of the service, whoever asks', async () => {
    const { call } = wire()
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['POST', '/threads/thread_a/nothing'],
      ['GET', '/threads/thread_a/runs/run_b/steps/step_c/d'],
      ['POST', '/assistants/'],
    ] as const) {
      const { status, body } = await call(method, path, undefined, { authorization: null })
      expect(status).toBe(404)
      expect(body).toEqual({ error: { message: `Invalid URL (${method} /v1${path})`, ...invalidRequest } })
    }
  })

  it('must go with the method: 405', async () => {
    const { call } = wire()
    for (const [method, path] of [
      ['GET', '/threads'],
      ['PUT', '/threads/thread_a'],
      ['DELETE', '/threads/thread_a/runs/run_b'],
      ['GET', '/threads/thread_a/runs/run_b/cancel'],
      ['POST', '/models'],
      ['PATCH', '/assistants'],
    ] as const) {
      const { status, body } = await call(method, path)
      expect([method, path, status]).toEqual([method, path, 405])
      expect(body).toEqual({ error: { message: `Invalid method for URL (${method} /v1${path})`, ...invalidRequest } })
    }
  })

  it('that is ours but wrong is answered by us', async () => {
    const { get, call } = wire()
    const { status, body, headers } = await get('/_emulator/nothing')
    expect([status, body.error.type, body.error.code]).toEqual([404, 'run_emulator_error', 'unknown_control'])
    expect(headers.get('x-should-retry')).toBe('false')
    expect((await call('DELETE', '/_emulator/reset')).status).toBe(405)
  })
})

describe('the body', () => {
  const notJson =
    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble figuring out how to fix this, please contact us through our help center at help.openai.com.)"

  it('may be nested a hundred levels deep and no deeper, and what is refused does no harm', async () => {
    const { post, get, call, emulator } = wire()
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
    const assistant = (levels: number) =>
      `{"model":"gpt-4o","tools":[{"type":"function","function":{"name":"f","parameters":${nested(levels)}}}]}`
    expect((await post('/assistants', assistant(96))).status).toBe(200)
    for (const levels of [97, 390, 10_000, 200_000]) {
      const { status, body, headers } = await post('/assistants', assistant(levels))
      expect([status, body.error.code, headers.get('x-should-retry')]).toEqual([400, 'body_too_deep', 'false'])
    }
    expect((await get('/assistants')).body.data).toHaveLength(1)
    for (const levels of [397, 10_000]) {
      const seeds = await call('PUT', '/_emulator/seed', `{"assistants":[${assistant(levels)}]}`)
      expect([seeds.status, seeds.body.error.code]).toEqual([400, 'invalid_body'])
    }
    expect((await get('/_emulator/journal')).body.data).toHaveLength(6)
    const kinds = emulator.journal().map(({ request }) => typeof request.body)
    expect(kinds).toEqual(['object', 'object', 'string', 'string', 'string', 'object'])
    const state = await get('/_emulator/state')
    expect((await call('PUT', '/_emulator/state', JSON.stringify(state.body))).status).toBe(200)
  })

  it('must be JSON', async () => {
    const { post } = wire()
    for (const broken of ['{', '{"model":}', "{'model':'gpt-4o'}", 'model=gpt-4o', '{} {}', '\u0000']) {
      const { status, body } = await post('/assistants', broken)
      expect([broken, status]).toEqual([broken, 400])
      expect(body).toEqual({ error: { message: notJson, ...invalidRequest } })
    }
  })

  it('must be an object', async () => {
    const { post } = wire()
    for (const [given, kind] of [
      ['[]', 'an array'],
      ['"text"', 'a string'],
      ['5', 'an integer'],
      ['1.5', 'a decimal number'],
      ['true', 'a boolean'],
    ]) {
      const { status, body } = await post('/threads', given)
      expect(status).toBe(400)
      expect(body.error.message).toBe(`Invalid type: expected an object, but got ${kind} instead.`)
      expect(body.error).toMatchObject({ param: null, code: 'invalid_type' })
    }
  })

  it('may be missing, empty, or null where nothing is required', async () => {
    const { post } = wire()
    for (const body of [undefined, '', ' \n', '{}', 'null', '{"messages":[]}']) {
      const reply = await post('/threads', body)
      expect([body, reply.status]).toEqual([body, 200])
      expect(reply.body).toMatchObject({ object: 'thread', metadata: {}, tool_resources: {} })
    }
    expect((await post('/assistants', '')).body.error.message).toBe("Missing required parameter: 'model'.")
  })

  it('must not claim to be anything but JSON', async () => {
    const { post } = wire()
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/jsonx',
      'text/plain;charset=UTF-8',
    ]) {
      const { status, body } = await post('/threads', '{}', { 'content-type': type })
      expect(status).toBe(415)
      expect(body.error).toEqual({
        message: `Unsupported content type: '${type}'. This API method only accepts 'application/json' requests, but you specified the header 'Content-Type: ${type}'. Please try again with a supported content type.`,
        type: 'invalid_request_error',
        param: null,
        code: 'unsupported_content_type',
      })
    }
  })

  it('may name its charset, and a request without a body may say what it likes', async () => {
    const { post, get } = wire()
    for (const type of ['application/json; charset=utf-8', 'Application/JSON'])
      expect((await post('/threads', '{}', { 'content-type': type })).status).toBe(200)
    expect((await post('/threads', '', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(200)
    expect((await get('/assistants', { 'content-type': 'application/json' })).status).toBe(200)
  })

  it('may have so many bytes and no more', async () => {
    const { post } = wire({ maxBodyBytes: 100 })
    const ofBytes = (bytes: number) => `{"metadata":{"k":"${'x'.repeat(bytes - 21)}"}}`
    expect((await post('/threads', ofBytes(100))).status).toBe(200)
    const { status, body } = await post('/threads', ofBytes(101))
    expect(status).toBe(413)
    expect(body.error).toEqual({
      message: 'Maximum content size limit (100) exceeded (101 bytes read)',
      type: 'server_error',
      param: null,
      code: null,
    })
    expect((await post('/threads', `{"metadata":{"k":"${'ü'.repeat(45)}"}}`)).status).toBe(413)
  })
})

describe('over a socket, the body', () => {
  let emulator: Emulator
  afterEach(() => emulator.close())

  const headers = { authorization: 'Bearer x', 'openai-beta': 'assistants=v2', 'content-type': 'application/json' }

  it('is refused for its size before it is read, or while it is read where it does not tell', async () => {
    emulator = createEmulator({ maxBodyBytes: 1_000_000 })
    const { url, port } = await emulator.listen()
    const send = (body: string | ReadableStream) =>
      fetch(`${url}/threads`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
    const told = await send('x'.repeat(5_000_000))
    expect([told.status, await told.json()]).toMatchObject([
      413,
      { error: { message: 'Maximum content size limit (1000000) exceeded (5000000 bytes read)' } },
    ])
    const unsent = await connected(port, [
      'POST /v1/threads HTTP/1.1',
      'Host: 127.0.0.1',
      'Authorization: Bearer x',
      'OpenAI-Beta: assistants=v2',
      'Content-Type: application/json',
      'Content-Length: 1000001',
    ])
    expect(unsent).toMatch(/^HTTP\/1\.1 413 /)
    const untold = await send(chunks(50, 100_000))
    expect([untold.status, await untold.json()]).toMatchObject([413, { error: { type: 'server_error' } }])
    const small = await send(new Blob(['{}']).stream())
    expect([small.status, await small.json()]).toMatchObject([200, { object: 'thread' }])
  })
})

/** The first that a server says to the head of a request whose body never comes. */
function connected(port: number, head: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${head.join('\r\n')}\r\n\r\n`))
    socket.on('error', reject)
    socket.once('data', (data) => {
      socket.destroy()
      resolve(data.toString())
    })
  })
}

function chunks(count: number, size: number): ReadableStream<Uint8Array> {
  let sent = 0
  return new ReadableStream({
    pull(controller) {
      if (sent++ < count) controller.enqueue(new Uint8Array(size).fill(32))
      else controller.close()
    },
  })
}
