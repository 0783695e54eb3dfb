import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEmulator, type Emulator, type LogEntry, type Listening } from '../../src/index.ts'

const known = 'authorization: Bearer any\r\nopenai-beta: assistants=v2\r\ncontent-type: application/json\r\n'

let emulator: Emulator
let port: Listening
let log: LogEntry[]
let onRequest: (entry: LogEntry) => void

beforeEach(async () => {
  log = []
  onRequest = (entry) => void log.push(entry)
  emulator = createEmulator({ onRequest: (entry) => onRequest(entry) })
  port = await emulator.listen()
})
afterEach(() => emulator.close())

/** What the server answers to these bytes, once it or we have closed the connection. */
async function answerTo(bytes: string | Buffer): Promise<string> {
  const socket = connect(port.port, port.host)
  socket.write(bytes)
  return text(socket)
}

async function isAlive(): Promise<boolean> {
  return (await fetch(`${port.url}/models`, { headers: { authorization: 'Bearer any' } })).ok
}

const head = (line: string, headers = 'host: 127.0.0.1\r\n') => `${line} HTTP/1.1\r\n${headers}connection: close\r\n`

describe('what no route sees is answered, logged, and survived', () => {
  const unreadable: [string, string | Buffer, number, RegExp][] = [
    ['no HTTP', 'hello there\r\n\r\n', 400, /Parse Error/],
    [
      'TLS',
      Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]),
      400,
      /Use http:\/\/ in the base URL, not https:\/\/\./,
    ],
    ['HTTP 2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, /Parse Error/],
    ['no host', `${head('GET /v1/models', '')}\r\n`, 400, /Missing host header\./],
    ['a backslash in the path', `${head('GET /v1\\..\\models')}\r\n`, 400, /Backslash/],
    ['no path', `${head('OPTIONS *')}\r\n`, 400, /Invalid URL/],
    ['another protocol', `${head('GET ftp://localhost/v1/models')}\r\n`, 400, /Invalid URL/],
    ['bytes that no path has', Buffer.from(`${head('GET /v1/\xe9\xff')}\r\n`, 'latin1'), 400, /Parse Error/],
    ['two lengths', `${head('POST /v1/threads')}content-length: 1\r\ncontent-length: 2\r\n\r\n`, 400, /Parse Error/],
    ['a control character in a header', `${head('GET /v1/models')}openai-project: a\x7fb\r\n\r\n`, 400, /Parse Error/],
    ['huge headers', `${head('GET /v1/models')}x: ${'a'.repeat(17_000)}`, 431, /headers are too large/],
  ]

  it.each(unreadable)('%s', async (_, bytes, status, message) => {
    const answer = await answerTo(bytes)
    const [start, body] = answer.split('\r\n\r\n')
    expect(start).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    const { error } = JSON.parse(body!.slice(body!.indexOf('{'), body!.lastIndexOf('}') + 1)) as {
      error: { message: string }
    }
    expect(error).toMatchObject({ type: 'run_emulator_error', code: 'unreadable_request' })
    expect(error.message).toMatch(message)
    expect(log).toMatchObject([{ status }])
    expect(await isAlive()).toBe(true)
  })
})

describe('wild but readable requests get the answer of a route', () => {
  const wild: [string, string, number][] = [
    ['broken percent signs', `${head('GET /v1/threads/%E0%A4%A')}${known}\r\n`, 400],
    ['names of object properties', `${head('GET /v1/threads/__proto__/runs/constructor')}${known}\r\n`, 400],
    ['a project called like one', `${head('GET /v1/threads/t')}openai-project: __proto__\r\n${known}\r\n`, 400],
    ['many slashes', `${head('GET ////v1//nowhere')}\r\n`, 404],
    ['a long path', `${head(`GET /${'a'.repeat(15_000)}`)}\r\n`, 404],
    ['a way out of the root', `${head('GET /v1/../../etc/passwd')}\r\n`, 404],
    [
      'an upgrade',
      `${head('GET /v1/models').replace('close', 'upgrade')}upgrade: h2c\r\n${known}connection: close\r\n\r\n`,
      200,
    ],
    ['no JSON', `${head('POST /v1/threads')}${known}content-length: 4\r\n\r\n\0\0\0\0`, 400],
  ]

  it.each(wild)('%s', async (_, bytes, status) => {
    expect(await answerTo(bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(log).toMatchObject([{ status }])
    expect(await isAlive()).toBe(true)
  })
})

it('leaves no connection behind that its client does not close', async () => {
  const socket = connect({ port: port.port, host: port.host, allowHalfOpen: true })
  socket.write('no HTTP\r\n\r\n')
  await text(socket)
  await emulator.close()
  socket.destroy()
})

it.each(['resetAndDestroy', 'end'] as const)('a client may leave in the middle of its body: %s', async (leave) => {
  const logged = new Promise<LogEntry>((resolve) => (onRequest = resolve))
  const socket = connect(port.port, port.host)
  socket.write(`${head('POST /v1/threads')}${known}transfer-encoding: chunked\r\n\r\n5\r\n{"met`, () => socket[leave]())
  expect(await logged).toMatchObject({ method: 'POST', status: 400 })
  expect(await isAlive()).toBe(true)
})
