import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allMajors, type Major, transports, type World, world } from './world.ts'

type Symptom = { ok: unknown } | { error: string; message?: string | RegExp; cause?: string; code?: string }

const whole = { ok: { object: 'thread.run', status: 'queued' } }
const broken = (cause: string) => ({ error: 'TypeError', message: 'terminated', cause })
const notJson = { error: 'SyntaxError', message: /JSON/ }
const closed = 'other side closed'
const aborted = 'read ECONNRESET'

/** What goes wrong when a run is retrieved, and what the official client makes of it: in all major versions, or in each. */
const table: [fault: string, symptom: Symptom | Record<Major, Symptom>][] = [
  ['slow_headers: 1h', whole],
  ['stall: { after_bytes: 100, for: 1h }', whole],
  ['stall: { for: 1h }', whole],
  ['chunks: { bytes: 1 }', whole],
  [
    'cut:',
    { error: 'APIConnectionError', message: 'Connection error.', cause: 'fetch failed', code: 'UND_ERR_SOCKET' },
  ],
  ['cut: { after_bytes: 0 }', broken(closed)],
  ['cut: { after_bytes: 100 }', broken(closed)],
  ['cut: { within: character }', broken(closed)],
  ['reset:', { error: 'APIConnectionError', message: 'Connection error.', cause: 'fetch failed', code: 'ECONNRESET' }],
  ['reset: { after_bytes: 100 }', broken(aborted)],
  ['content_length: { more: 5 }', broken(closed)],
  ['content_length: { less: 5 }', notJson],
  ['truncated_body:', notJson],
  ['truncated_body: { after_bytes: 3 }', notJson],
  ['empty:', { 4: notJson, 6: { ok: undefined }, 7: { ok: undefined } }],
  ['content_type: text/html', { ok: expect.stringMatching(/^\{\n {2}"id": "run_/) }],
  ['gateway_error: 502', { error: 'InternalServerError', message: /^502 <html>\r\n<head><title>502 Bad Gateway/ }],
  ['gateway_error: 504', { error: 'InternalServerError', message: /^504 <html>\r\n<head><title>504 Gateway Time-out/ }],
  ['http_error: 400', { error: 'BadRequestError', message: '400 The request failed with status 400.' }],
  ['http_error: 401', { error: 'AuthenticationError', message: /^401 Incorrect API key provided: sk-test\./ }],
  ['http_error: 403', { error: 'PermissionDeniedError', message: '403 Country, region, or territory not supported' }],
  ['http_error: 404', { error: 'NotFoundError', message: /^404 Invalid URL \(GET \/v1\/threads\/thread_\w+\/runs\// }],
  ['http_error: 408', { error: 'APIError', message: '408 Request timed out.' }],
  ['http_error: 409', { error: 'ConflictError', message: /^409 / }],
  ['http_error: 429', { error: 'RateLimitError', message: '429 Rate limit reached for requests' }],
  ['http_error: 500', { error: 'InternalServerError', message: /^500 The server had an error while processing/ }],
  ['http_error: 503', { error: 'InternalServerError', message: /^503 The server is currently overloaded/ }],
  ['rate_limit: 20ms', { error: 'RateLimitError', message: '429 Rate limit reached for requests' }],
  ['sunset:', { error: 'NotFoundError', message: /^404 The Assistants API has been deprecated/ }],
]

describe.each(transports)('%s', (transport) => {
  let emulated: World
  beforeAll(async () => {
    const scenarios = table.map(([fault]) => [fault, `script: [gate: never]\nfaults: [{ on: poll, ${fault} }]`])
    emulated = await world(Object.fromEntries(scenarios), { transport })
  })
  afterAll(() => emulated[Symbol.asyncDispose]())

  test.each(table)('%s', async (scenario, expected) => {
    const thread_id = await emulated.thread()
    const { id } = await emulated.client({ scenario }).beta.threads.runs.create(thread_id, {
      assistant_id: emulated.assistant,
      metadata: { city: 'Köln' },
    })
    for (const major of allMajors) {
      const seen = await emulated.retrieve(major, thread_id, id).then(
        (ok: unknown) => ({ ok }),
        ({ constructor, message, cause }: Error & { cause?: Error & { cause?: { code?: string } } }) => ({
          error: constructor.name,
          message,
          ...(cause && { cause: cause.message, ...(cause.cause?.code && { code: cause.cause.code }) }),
        }),
      )
      const symptom = '4' in expected ? expected[major] : expected
      if ('ok' in symptom) expect(seen, `openai ${major}`).toEqual({ ok: isShape(symptom.ok) })
      else {
        const { message, ...rest } = symptom
        expect(seen, `openai ${major}`).toMatchObject(rest)
        if (message) expect((seen as { message: string }).message).toMatch(message)
      }
    }
  })
})

function isShape(value: unknown): unknown {
  return value !== null && typeof value === 'object' && 'object' in value ? expect.objectContaining(value) : value
}

test('an error has the words, the type, the code and the headers that its scenario gives', async () => {
  const error = `{ status: 429, message: Slow down., type: tokens, code: null, param: model,
    headers: { Retry-After-Ms: 20, x-ratelimit-remaining-tokens: 0, x-should-retry: false } }`
  await using emulated = await world(`faults: [{ on: create, http_error: ${error} }]`)
  const { runs } = emulated.client({ maxRetries: 2 }).beta.threads
  const created = runs.create(await emulated.thread(), { assistant_id: emulated.assistant })
  const given = await created.catch((error: unknown) => error)
  expect(given).toMatchObject({ status: 429, type: 'tokens', code: null, param: 'model', message: '429 Slow down.' })
  const { headers } = given as { headers: Headers }
  expect(headers.get('retry-after-ms')).toBe('20')
  expect(headers.get('x-ratelimit-remaining-tokens')).toBe('0')
  // `x-should-retry: false` is obeyed.
  expect(emulated.log.filter(({ status }) => status === 429)).toHaveLength(1)
})

test('rate_limit says in every way when to come back', async () => {
  await using emulated = await world('faults: [{ on: create, rate_limit: 1500ms }]')
  const { runs } = emulated.client().beta.threads
  const created = runs.create(await emulated.thread(), { assistant_id: emulated.assistant })
  const { headers } = (await created.catch((error: unknown) => error)) as { headers: Headers }
  expect(Object.fromEntries([...headers].filter(([name]) => /retry|ratelimit/.test(name)))).toEqual({
    'retry-after': '2',
    'retry-after-ms': '1500',
    'x-ratelimit-limit-requests': '500',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '1500ms',
    'x-should-retry': 'true',
  })
})

test('faults of one request add up, whatever their order', async () => {
  await using emulated = await world(
    'script: [gate: never]\nfaults: [{ on: poll, cut: { after_bytes: 40 } }, { on: poll, http_error: 500 }, { on: poll, slow_headers: 5s }]',
  )
  const thread_id = await emulated.thread()
  const { id } = await emulated.client().beta.threads.runs.create(thread_id, { assistant_id: emulated.assistant })
  const before = emulated.emulator.clock.now()
  const response = await emulated.emulator.fetch(`${emulated.emulator.url}/threads/${thread_id}/runs/${id}`, {
    headers: { authorization: 'Bearer any', 'openai-beta': 'assistants=v2' },
  })
  expect(response.status).toBe(500)
  await expect(response.text()).rejects.toThrow('terminated')
  expect(Number(emulated.emulator.clock.now()) - Number(before)).toBe(5000)
})

test('what disturbed a request stands in the log and in the journal', async () => {
  await using emulated = await world(
    'script: [gate: never]\nfaults: [{ on: poll, reset: }, { on: poll, content_type: a/b }, { on: create, content_length: { less: 1 } }]',
  )
  const thread_id = await emulated.thread()
  const { runs } = emulated.client().beta.threads
  await expect(runs.create(thread_id, { assistant_id: emulated.assistant })).rejects.toThrow('JSON')
  const [run] = (await runs.list(thread_id)).data
  await emulated.retrieve(6, thread_id, run!.id).catch(() => {})
  const [created, , polled] = emulated.log.slice(-3)
  expect(created).toMatchObject({ status: 200, faults: ['content_length'] })
  expect(polled).toMatchObject({ status: 0, faults: ['reset', 'content_type'], scenario: 'default' })
  const [first, , last] = emulated.emulator.journal().slice(-3)
  expect(first).toMatchObject({ faults: ['content_length'], response: { status: 200, body: expect.any(String) } })
  expect(last).toMatchObject({ faults: ['reset', 'content_type'], response: null })
})
