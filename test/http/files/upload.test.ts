import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createEmulator } from '../../../src/index.ts'
import { wire } from '../../support/wire.ts'

const boundary = 'b0undary'
const { emulator, call, get } = wire()
afterAll(() => emulator.close())

type Part = { name: string; value: string; filename?: string }

const file: Part = { name: 'file', filename: 'a.txt', value: 'hello' }
const purpose = (value = 'assistants'): Part => ({ name: 'purpose', value })

function form(parts: Part[]): string {
  const lines = parts.map(
    ({ name, value, filename }) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: text/plain`}\r\n\r\n${value}\r\n`,
  )
  return `${lines.join('')}--${boundary}--\r\n`
}

const post = (body: string, type = `multipart/form-data; boundary=${boundary}`) =>
  call('POST', '/files', body, { 'content-type': type, 'openai-beta': null })

test('an upload is answered with the keys in the order in which the service had them', async () => {
  const { status, text } = await post(form([purpose(), file]))
  expect(status).toBe(200)
  expect(Object.keys(JSON.parse(text) as object)).toEqual([
    'object',
    'id',
    'purpose',
    'filename',
    'bytes',
    'created_at',
    'expires_at',
    'status',
    'status_details',
  ])
  const page = JSON.parse((await call('GET', '/files')).text) as object
  expect(Object.keys(page)).toEqual(['object', 'data', 'has_more', 'first_id', 'last_id'])
})

test('the parts may come in any order, and a file name may be a path', async () => {
  const name = async (parts: Part[]) => (await post(form(parts))).body.filename
  expect(await name([file, purpose()])).toBe('a.txt')
  expect(await name([purpose(), { ...file, filename: 'text/csv' }])).toBe('text/csv')
})

test('a form with several malformed parts is refused once, over a socket too', async () => {
  const part = `--${boundary}\r\nno header\r\n\r\nx\r\n`
  const body = `${part.repeat(3)}--${boundary}--\r\n`
  const refused = await post(body)
  expect(refused.status).toBe(400)
  const { url } = await emulator.listen()
  const headers = { authorization: 'Bearer any', 'content-type': `multipart/form-data; boundary=${boundary}` }
  const response = await fetch(`${url}/files`, { method: 'POST', headers, body })
  expect([response.status, await response.text()]).toEqual([400, refused.text])
})

// openai-node #5 sent a name in place of a file, openai-java #306 bytes without a name.
test('a file without a name is refused as the service did, whatever its part is', async () => {
  const message = 'The browser (or proxy) sent a request that this server could not understand.'
  const part = (headers: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="file"${headers}\r\n\r\nabc\r\n`
  const parts = ['', '; filename=""', '\r\nContent-Type: application/octet-stream'].map(part)
  for (const nameless of parts) {
    const { status, body } = await post(nameless + form([purpose()]))
    expect([nameless, status, body]).toEqual([
      nameless,
      400,
      { error: { message, type: 'server_error', param: null, code: null }, detail: { message, code: null } },
    ])
  }
  expect((await post(parts[2] + form([]))).body.error.message).toBe("'purpose' is a required property")
  expect(emulator.journal().at(-1)!.request.body).toEqual({
    parts: [{ name: 'file', content_type: 'application/octet-stream', bytes: 3 }],
  })
})

test('a form of another kind is none', async () => {
  for (const type of [
    'application/x-www-form-urlencoded',
    'multipart/mixed; boundary=b',
    'application/json',
    'text/plain',
  ])
    expect([type, (await post('purpose=assistants&file=x', type)).body.error.message]).toEqual([
      type,
      'Could not parse multipart form',
    ])
})

describe('an upload is refused in the words of the service', () => {
  const missing = (name: string) => [`'${name}' is a required property`, null]
  const seconds = (value: string): Part[] => [
    purpose(),
    file,
    { name: 'expires_after[anchor]', value: 'created_at' },
    { name: 'expires_after[seconds]', value },
  ]
  test.each<[string, Part[], (string | null)[]]>([
    ['without a file', [purpose()], missing('file')],
    ['without a purpose', [file], missing('purpose')],
    [
      'for an unknown purpose',
      [purpose('world_domination'), file],
      [
        "'world_domination' is not one of ['fine-tune', 'assistants', 'batch', 'user_data', 'vision', 'evals'] - 'purpose'",
        'purpose',
      ],
    ],
    [
      'with an unknown field',
      [purpose(), file, { name: 'colour', value: 'red' }],
      ["Additional properties are not allowed ('colour' was unexpected)", null],
    ],
    [
      'with a field that is called as nothing should',
      [purpose(), file, { name: '__proto__', value: 'x' }],
      ["Additional properties are not allowed ('__proto__' was unexpected)", null],
    ],
    ['empty', [purpose(), { ...file, value: '' }], ['File is empty.', null]],
    [
      'for batches, but no lines of JSON',
      [purpose('batch'), file],
      ['Invalid file format for Batch API. Must be .jsonl', null],
    ],
    [
      'for fine-tuning, but no lines of JSON',
      [purpose('fine-tune'), file],
      ['Invalid file format for Fine-Tuning API. Must be .jsonl', null],
    ],
    [
      'with an expiry from nowhere',
      [purpose(), file, { name: 'expires_after[seconds]', value: '3600' }],
      missing('anchor'),
    ],
    [
      'with an expiry after nothing',
      [purpose(), file, { name: 'expires_after[anchor]', value: 'created_at' }],
      missing('seconds'),
    ],
    [
      'with an expiry from elsewhere',
      [
        purpose(),
        file,
        { name: 'expires_after[anchor]', value: 'now' },
        { name: 'expires_after[seconds]', value: '3600' },
      ],
      ["'now' is not one of ['created_at'] - 'expires_after.anchor'", 'expires_after.anchor'],
    ],
    [
      'that expires too soon',
      seconds('3599'),
      ["3599 is less than the minimum of 3600 - 'expires_after.seconds'", 'expires_after.seconds'],
    ],
    [
      'that expires too late',
      seconds('2592001'),
      ["2592001 is greater than the maximum of 2592000 - 'expires_after.seconds'", 'expires_after.seconds'],
    ],
    [
      'that expires at no time',
      seconds('soon'),
      ["'soon' is not of type 'integer' - 'expires_after.seconds'", 'expires_after.seconds'],
    ],
    [
      'that expires in no seconds',
      seconds(''),
      ["'' is not of type 'integer' - 'expires_after.seconds'", 'expires_after.seconds'],
    ],
  ])('%s', async (_, parts, [message, param]) => {
    const { status, body } = await post(form(parts))
    expect(status).toBe(400)
    expect(body).toEqual({
      error: { message, type: 'invalid_request_error', param, code: null },
      detail: { message, code: null },
    })
  })

  test.each([
    ['no form at all', '', undefined],
    ['JSON', '{}', 'application/json'],
    ['no boundary', 'x', 'multipart/form-data'],
    ['a form that does not end', form([purpose(), file]).slice(0, -20), undefined],
    ['a form that ends in a header', `--${boundary}\r\nContent-Dispo`, undefined],
    ['another boundary', form([purpose(), file]), 'multipart/form-data; boundary=other'],
  ])('what is no form: %s', async (_, body, type) => {
    const reply = await post(body, type)
    expect(reply.status).toBe(400)
    expect(reply.body.error.message).toBe('Could not parse multipart form')
  })
})

test.each([
  ['asks for what is not there', form([purpose('nothing'), { ...file, value: 'x'.repeat(5_000_000) }])],
  ['does not end', form([purpose(), { ...file, value: 'x'.repeat(5_000_000) }]).slice(0, -20)],
])('nothing is left on disk of a large upload that %s', async (_, body) => {
  const folder = mkdtempSync(join(tmpdir(), 'upload-test-'))
  vi.stubEnv('TMPDIR', folder)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })
  expect((await post(body)).status).toBe(400)
  expect(readdirSync(folder)).toEqual([])
})

test('nothing of a refused upload is kept', async () => {
  const before = (await get('/files')).body.data.length
  await post(form([purpose('nothing'), file]))
  expect((await get('/files')).body.data).toHaveLength(before as unknown as number)
})

test('the journal keeps the parts of a form, not the file', async () => {
  const { emulator: other, call: send } = wire()
  await send('POST', '/files', form([purpose(), file]), { 'content-type': `multipart/form-data; boundary=${boundary}` })
  expect(other.journal().at(-1)?.request.body).toEqual({
    parts: [
      { name: 'purpose', bytes: 10, value: 'assistants' },
      { name: 'file', filename: 'a.txt', content_type: 'text/plain', bytes: 5 },
    ],
  })
})

test('a client that leaves in the middle of an upload leaves nothing behind', async () => {
  const other = createEmulator()
  const { host, port, url } = await other.listen()
  const body = form([purpose(), { ...file, value: 'x'.repeat(100_000) }])
  const socket = connect(port, host)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write(
    `POST /v1/files HTTP/1.1\r\nhost: x\r\nauthorization: Bearer k\r\ncontent-type: multipart/form-data; boundary=${boundary}\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 60_000)}`,
    () => socket.destroy(),
  )
  await closed
  const list = (await (await fetch(`${url}/files`, { headers: { authorization: 'Bearer k' } })).json()) as {
    data: object[]
  }
  expect(list.data).toEqual([])
  await other.close()
})
