import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parity, reportOf, sum } from './report.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'recordings-'))))
afterEach(() => rmSync(folder, { recursive: true }))

describe('a recording of another form', () => {
  const answer = (status: number, body: unknown) => ({
    status,
    headers: { 'Content-Type': 'application/json', 'OpenAI-Version': '2020-10-01', Date: 'Sanitized' },
    body,
  })
  const file = {
    object: 'file',
    id: 'file-S44aCkVktmFaKmbgGrdgLt',
    purpose: 'user_data',
    filename: 'notes/a.txt',
    bytes: 50,
    created_at: 1780006003,
    expires_at: null,
    status: 'processed',
    status_details: null,
  }
  const upload = {
    request: { method: 'post', path: '/v1/files', headers: { 'Content-Type': 'multipart/form-data; boundary="x"' } },
    response: answer(200, file),
  }
  const told = async (...exchanges: object[]) => {
    writeFileSync(join(folder, 'other.json'), JSON.stringify(exchanges))
    const results = (await parity(folder))!
    return { ...sum(results), text: reportOf(results) }
  }

  test('is read alike: names of headers in any case, bodies as text, queries as text, object or in the path', async () => {
    const page = { object: 'list', data: [file], has_more: false, first_id: file.id, last_id: file.id }
    const asked = (path: string, query?: unknown) => ({
      request: { method: 'GET', path, query, headers: {} },
      response: answer(200, JSON.stringify(page)),
    })
    const { agree, all } = await told(
      upload,
      asked('/v1/files', 'purpose=user_data'),
      asked('/v1/files', '?purpose=user_data'),
      asked('/v1/files', { purpose: 'user_data', limit: ['1'] }),
      {
        ...asked('/v1/files?purpose=batch', null),
        response: answer(200, { ...page, data: [], first_id: null, last_id: null }),
      },
    )
    expect([agree, all]).toEqual([5, 5])
  })

  test('has its uploads made again, of which the answer is compared', async () => {
    expect(await told(upload)).toMatchObject({ agree: 1, all: 1 })
    const other = { ...upload, response: answer(200, { ...file, status: 'error' }) }
    expect((await told(other)).text).toContain('status: "error" was recorded, ours is "processed"')
  })

  test('has the head of a download compared where the upload was not kept', async () => {
    const asked = (status: number) => ({
      request: { method: 'GET', path: `/v1/files/${file.id}/content`, headers: {} },
      response: { ...answer(status, 'Anything.'), headers: {} },
    })
    expect((await told(upload, asked(404))).text).toContain('status: 404 was recorded')
  })

  test('is set apart where no answer could be as recorded', async () => {
    const ask = (path: string, headers = {}) => ({
      request: { method: 'POST', path, headers, body: {} },
      response: answer(200, {}),
    })
    const refused = { ...upload, response: answer(400, { error: { message: 'No.' } }) }
    const { all, text } = await told(ask('/v1/chat/completions'), ask('/v1/threads'), refused)
    expect(all).toBe(0)
    expect(text).toContain('1 × is not an operation of the emulator')
    expect(text).toContain('1 × speaks another version: no OpenAI-Beta header')
    expect(text).toContain('1 × its body was not kept, and the answer does not tell what was sent')
  })

  test.each([
    [
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.",
      null,
    ],
    [
      'Incorrect API key provided: sk-proj-****************abcd. You can find your API key at https://platform.openai.com/account/api-keys.',
      'invalid_api_key',
    ],
  ])('has its refused keys refused again: %.25s', async (message, code) => {
    const error = { message, type: 'invalid_request_error', param: null, code }
    const request = { method: 'GET', path: '/v1/files', headers: {} }
    expect((await told({ request, response: answer(401, { error }) })).text).toContain('1 of 1 agree')
  })

  test('takes files into vector stores as they were seen to be', async () => {
    const files = [1, 2].map((n) => ({ ...file, id: `file-${String(n).repeat(22)}`, filename: `${n}.txt` }))
    const vector_store_id = `vs_${'5'.repeat(32)}`
    const counts = { in_progress: 0, completed: 0, failed: 0, cancelled: 0, total: 0 }
    const created_at = file.created_at + 1
    const store = {
      id: vector_store_id,
      object: 'vector_store',
      created_at,
      name: null,
      description: null,
      usage_bytes: 0,
      file_counts: counts,
      status: 'completed',
      expires_after: null,
      expires_at: null,
      last_active_at: created_at,
      metadata: {},
    }
    // The second is done before the first; 50 bytes of text count for 1074.
    const shown = (n: number, status: string) => ({
      id: files[n]!.id,
      object: 'vector_store.file',
      usage_bytes: status === 'completed' ? 1074 : 0,
      created_at: file.created_at + 2,
      vector_store_id,
      status,
      last_error: null,
      chunking_strategy: { type: 'static', static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 } },
      attributes: {},
    })
    const ask = (method: string, path: string, body: object | null, reply: object) => ({
      request: { method, path: `/v1/vector_stores${path}`, headers: {}, body },
      response: answer(200, reply),
    })
    const read = (n: number, status: string) =>
      ask('GET', `/${vector_store_id}/files/${files[n]!.id}`, null, shown(n, status))
    const exchanges = [
      ...files.map((each) => ({ ...upload, response: answer(200, each) })),
      ask('POST', '', {}, store),
      ...[0, 1].map((n) =>
        ask('POST', `/${vector_store_id}/files`, { file_id: files[n]!.id }, shown(n, 'in_progress')),
      ),
      read(1, 'completed'),
      read(0, 'in_progress'),
      read(0, 'completed'),
    ]
    expect(await told(...exchanges)).toMatchObject({ agree: exchanges.length, all: exchanges.length })
  })

  test('shows a vector store that was there before, with its files', async () => {
    const vector_store_id = `vs_${'6'.repeat(32)}`
    const counts = { in_progress: 0, completed: 3, failed: 0, cancelled: 0, total: 3 }
    const store = {
      id: vector_store_id,
      object: 'vector_store',
      created_at: file.created_at,
      name: 'Old',
      description: null,
      usage_bytes: 3 * 1074,
      file_counts: counts,
      status: 'completed',
      expires_after: null,
      expires_at: null,
      last_active_at: file.created_at,
      metadata: {},
    }
    const data = [3, 2, 1].map((n) => ({
      id: `file-${String(n).repeat(22)}`,
      object: 'vector_store.file',
      usage_bytes: 1074,
      created_at: file.created_at + n,
      vector_store_id,
      status: 'completed',
      last_error: null,
      chunking_strategy: { type: 'static', static: { max_chunk_size_tokens: 700, chunk_overlap_tokens: 300 } },
      attributes: { n },
    }))
    const ask = (path: string, reply: object) => ({
      request: { method: 'GET', path: `/v1/vector_stores/${vector_store_id}${path}`, headers: {} },
      response: answer(200, reply),
    })
    const page = { object: 'list', data, first_id: data[0]!.id, last_id: data[2]!.id, has_more: false }
    const whole = await told(ask('', store), ask('/files', page), ask(`/files/${data[1]!.id}`, data[1]!))
    expect(whole).toMatchObject({ agree: 3, all: 3 })
    expect(await told(ask('', store))).toMatchObject({ agree: 1, all: 1 })
  })

  test('may have kept no headers, but not only some of them', async () => {
    const kept = (headers: object) => told({ ...upload, response: { ...upload.response, headers } })
    expect(await kept({})).toMatchObject({ agree: 1, all: 1 })
    expect((await kept({ date: 'Sanitized' })).text).toContain('openai-version: nothing was recorded')
  })

  test('may be empty', async () => {
    expect(await told()).toEqual({ agree: 0, all: 0, text: 'other: 0 of 0 agree\n\n0 / 0 exchanges agree' })
  })

  test('shows lists of what was there before', async () => {
    const store = (n: number) => ({
      id: `vs_${String(n).repeat(32)}`,
      object: 'vector_store',
      created_at: 1758064000 + n,
      name: `Store ${n}`,
      description: null,
      usage_bytes: 0,
      file_counts: { in_progress: 0, completed: 0, failed: 0, cancelled: 0, total: 0 },
      status: 'completed',
      expires_after: null,
      expires_at: null,
      last_active_at: 1758064000 + n,
      metadata: {},
    })
    const pageOf = (query: string, has_more: boolean, ...numbers: number[]) => {
      const data = numbers.map(store)
      const page = { object: 'list', data, first_id: data[0]!.id, last_id: data.at(-1)!.id, has_more }
      return { request: { method: 'GET', path: '/v1/vector_stores', query, headers: {} }, response: answer(200, page) }
    }
    const second = pageOf(`?limit=2&after=${store(3).id}`, true, 2, 1)
    expect(await told(pageOf('?limit=2', true, 4, 3), second)).toMatchObject({ agree: 2, all: 2 })
  })
})
