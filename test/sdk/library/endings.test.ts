import OpenAI4 from 'openai4'
import EarlyOpenAI4 from 'openai4.38'
import { expect, test } from 'vitest'
import { scenario, settle, stage, textOf } from './stage.ts'

const zero = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }

test('prompt-too-long: incomplete although no limit was set', async () => {
  const run = await (await stage()).poll('prompt-too-long')
  expect(run).toMatchObject({
    status: 'incomplete',
    incomplete_details: { reason: 'max_prompt_tokens' },
    max_prompt_tokens: null,
    max_completion_tokens: null,
  })
})

test('incomplete runs: the stream helper of major 4 throws, that of 6 does not', async () => {
  const { emulator, stream, assistant_id, thread_id } = await stage()
  expect((await stream('incomplete-wrong-reason').finalRun()).status).toBe('incomplete')
  const old = new OpenAI4({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch as never })
  await expect(
    old.beta.threads.runs.stream(thread_id, { assistant_id, ...scenario('prompt-too-long') }).finalRun(),
  ).rejects.toThrow('Final run has not been received')
})

test.each([
  ['incomplete-unknown-reason', { status: 'incomplete', incomplete_details: { reason: 'safety_review' } }],
  [
    'incomplete-wrong-reason',
    { status: 'incomplete', incomplete_details: { reason: 'max_prompt_tokens' }, max_prompt_tokens: null },
  ],
  ['invalid-prompt', { status: 'failed', last_error: { code: 'invalid_prompt' }, usage: zero }],
  ['unknown-error-code', { status: 'failed', last_error: { code: 'tool_user_error' } }],
  [
    'final-state-twice',
    {
      status: 'failed',
      last_error: {
        message: 'An attempt was made to transition a task to a final state when it had already completed.',
      },
    },
  ],
  [
    'hidden-rate-limit',
    { status: 'failed', last_error: { code: 'server_error', message: 'Sorry, something went wrong.' }, usage: zero },
  ],
  [
    'tokens-per-minute',
    {
      status: 'failed',
      last_error: {
        code: 'rate_limit_exceeded',
        message: expect.stringMatching(/^Rate limit reached for gpt-4o .* Please try again in 18\.642s\./),
      },
    },
  ],
  ['rate-limited-run', { status: 'failed', last_error: { code: 'rate_limit_exceeded' }, usage: zero }],
  ['fails-in-file-search', { status: 'failed', last_error: { code: 'server_error' } }],
  ['fails-in-queue', { status: 'failed' }],
  ['cancelled-by-service', { status: 'cancelled' }],
  ['expires-in-queue', { status: 'expired', failed_at: null }],
  ['expires-in-message', { status: 'expired', failed_at: null }],
])('%s ends as its reporters saw it', async (name, expected) => {
  const { poll } = await stage()
  expect(await poll(name)).toMatchObject(expected)
})

test('expires-at-once: one second after its creation, completed_at is set and failed_at is not', async () => {
  const run = await (await stage()).poll('expires-at-once')
  expect(run).toMatchObject({ status: 'expired', failed_at: null, expires_at: null })
  expect(run.completed_at! - run.created_at).toBe(1)
})

test('expires-in-message and cancelled-by-service keep the half-written message', async () => {
  const { poll, texts, stream } = await stage()
  expect(await texts(await poll('expires-in-message'))).toEqual(['This is taking longer than'])
  expect(await texts(await poll('cancelled-by-service'))).toEqual(['I was about to'])
  const ended: unknown[] = []
  await stream('expires-in-message')
    .on('messageDone', ({ status, incomplete_details }) => ended.push({ status, incomplete_details }))
    .finalRun()
  await stream('cancelled-by-service')
    .on('messageDone', ({ status, incomplete_details }) => ended.push({ status, incomplete_details }))
    .finalRun()
  expect(ended).toEqual([
    { status: 'incomplete', incomplete_details: { reason: 'run_expired' } },
    { status: 'incomplete', incomplete_details: { reason: 'run_cancelled' } },
  ])
})

test('incomplete-after-submit and stuck-after-submit: what follows the outputs is not an answer', async () => {
  const { finish, steps } = await stage()
  expect(await finish('incomplete-after-submit')).toMatchObject({ status: 'incomplete' })
  const stuck = await finish('stuck-after-submit')
  expect((await steps(stuck)).map(({ type }) => type)).toEqual([
    'tool_calls',
    'tool_calls',
    'tool_calls',
    'message_creation',
  ])
})

test('fails-after-tools: the outputs were taken, and then it fails', async () => {
  const { finish, steps } = await stage()
  const run = await finish('fails-after-tools')
  expect(run).toMatchObject({ status: 'failed', last_error: { code: 'server_error' } })
  expect((await steps(run)).map(({ status }) => status)).toEqual(['completed', 'failed'])
})

test('fails-on-image: only a run that is shown an image fails', async () => {
  const { openai, assistant_id, poll } = await stage()
  expect((await poll('fails-on-image')).status).toBe('completed')
  const shown = await openai.beta.threads.createAndRunPoll({
    assistant_id,
    ...scenario('fails-on-image'),
    thread: {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
          ],
        },
      ],
    },
  })
  expect(shown).toMatchObject({
    status: 'failed',
    last_error: { code: 'server_error', message: 'Sorry, something went wrong.' },
  })
})

test('fails-twice-then-works: a retry loop needs three runs', async () => {
  const { poll } = await stage()
  const seen = []
  for (let n = 0; n < 4; n++) seen.push((await poll('fails-twice-then-works')).status)
  expect(seen).toEqual(['failed', 'failed', 'completed', 'completed'])
})

test('a client that takes any end for success is shown otherwise: what each ending leaves in the thread', async () => {
  const { poll, messages, thread_id } = await stage()
  const run = await poll('fails-in-queue')
  await settle()
  expect((await messages.list(thread_id, { run_id: run.id })).data.map(textOf)).toEqual([])
  expect(run.started_at).not.toBeNull()
})

test('prompt-too-long: the poll loop of an early major 4 never ends, that of a later one does', async () => {
  const { emulator, assistant_id, thread_id, poll } = await stage()
  expect((await poll('prompt-too-long')).status).toBe('incomplete')
  let polls = 0
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (init?.method?.toUpperCase() === 'GET' && ++polls === 200) throw new Error('enough')
    return emulator.fetch(input, init)
  }
  const early = new EarlyOpenAI4({ apiKey: 'any', baseURL: emulator.url, fetch: fetch as never, maxRetries: 0 })
  const { runs } = early.beta.threads
  await expect(runs.createAndPoll(thread_id, { assistant_id, ...scenario('prompt-too-long') })).rejects.toThrow(
    'Connection error',
  )
  expect(polls, 'it went on and on').toBe(200)
})
