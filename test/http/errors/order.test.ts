import { expect, it } from 'vitest'
import { conversation, wire } from '../../support/wire.ts'

/** Each request makes two mistakes that follow each other in the order of checks; the first is told. */
it('of two mistakes the earlier is told: URL, key, beta, size, type, JSON, body, id, existence, state', async () => {
  const { openai, call } = wire({ clock: 'manual', maxBodyBytes: 1000, apiKeys: ['sk-test'] })
  const { assistant_id, thread_id } = await conversation(openai)
  await openai.beta.threads.runs.create(thread_id, { assistant_id })
  const runs = `/threads/${thread_id}/runs`
  const none = { authorization: null, 'openai-beta': null }
  const text = { 'content-type': 'text/plain' }
  const run = { assistant_id }
  const cases: [what: string, told: string, path: string, body: unknown, headers?: Record<string, string | null>][] = [
    ['URL before key', 'Invalid URL', '/nothing', {}, none],
    ['key before beta', "You didn't provide an API key.", runs, {}, none],
    ['wrong key before beta', 'Incorrect API key', runs, {}, { authorization: 'Bearer sk-x', 'openai-beta': null }],
    ['beta before type', "You must provide the 'OpenAI-Beta' header", runs, '{', { ...text, 'openai-beta': null }],
    ['type before JSON', 'Unsupported content type', runs, '{', text],
    ['size before JSON', 'Maximum content size limit (1000)', runs, '{'.repeat(2000)],
    ['JSON before body', 'We could not parse the JSON body', runs, '{"wrong": 1'],
    ['body before id', 'Missing required parameter', '/threads/undefined/runs', {}],
    ['id before existence', "Invalid 'thread_id'", '/threads/undefined/runs', { assistant_id: 'asst_x' }],
    ['thread before assistant', 'No thread found', '/threads/thread_x/runs', { assistant_id: 'asst_x' }],
    ['assistant before lock', 'No assistant found', runs, { assistant_id: 'asst_x' }],
    ['lock before what does not fit', 'Thread ', runs, { ...run, tool_choice: 'required' }],
  ]
  for (const [what, told, path, body, headers] of cases) {
    const reply = await call('POST', path, body, headers)
    expect([what, String(reply.body.error?.message).slice(0, told.length)]).toEqual([what, told])
  }
})
