import type OpenAI from 'openai'
import { expect, test } from 'vitest'
import { scenario, setUp, textOf } from './set_up.ts'

type Message = OpenAI.Beta.Threads.Message

test('max-completion-tokens, polled: run and message are incomplete, what was said stays', async () => {
  const { openai, assistant_id, thread_id } = await setUp()

  const run = await openai.beta.threads.runs.createAndPoll(thread_id, {
    assistant_id,
    ...scenario('max-completion-tokens'),
  })

  expect(run.status).toBe('incomplete')
  expect(run.incomplete_details).toEqual({ reason: 'max_completion_tokens' })
  const { data } = await openai.beta.threads.messages.list(thread_id, { run_id: run.id })
  expect(data.map(textOf)).toEqual(['Let me explain this from the very beginning. First of all,'])
})

test('max-completion-tokens, streamed: the message says max_tokens, its step is completed', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  const names: string[] = []
  const done: Message[] = []

  const stream = openai.beta.threads.runs
    .stream(thread_id, { assistant_id, ...scenario('max-completion-tokens') })
    .on('event', ({ event }) => names.push(event))
    .on('messageDone', (message) => done.push(message))
  const run = await stream.finalRun()

  expect(run.status).toBe('incomplete')
  const ends = ['thread.message.incomplete', 'thread.run.step.completed', 'thread.run.incomplete']
  expect(names.slice(-3)).toEqual(ends)
  // `finalMessages` is what the client pieced together from deltas: only `messageDone` tells how a message ended.
  expect(done).toMatchObject([{ status: 'incomplete', incomplete_details: { reason: 'max_tokens' } }])
})

test('any answer is cut where max_completion_tokens ends it', async () => {
  const { openai, assistant_id, thread_id } = await setUp({
    scenarios: { long: { script: [{ message: 'one two three four five '.repeat(10) }] } },
  })

  const run = await openai.beta.threads.runs.createAndPoll(thread_id, {
    assistant_id,
    max_completion_tokens: 16,
    ...scenario('long'),
  })

  expect(run.incomplete_details).toEqual({ reason: 'max_completion_tokens' })
  expect(run.usage!.completion_tokens).toBe(16)
})

test('content-filter, polled and streamed: the filter stops run and message', async () => {
  const { openai, assistant_id, thread_id } = await setUp()

  const polled = await openai.beta.threads.runs.createAndPoll(thread_id, {
    assistant_id,
    ...scenario('content-filter'),
  })
  const done: Message[] = []
  const streamed = await openai.beta.threads.runs
    .stream(thread_id, { assistant_id, ...scenario('content-filter') })
    .on('messageDone', (message) => done.push(message))
    .finalRun()

  for (const run of [polled, streamed]) {
    expect(run.status).toBe('incomplete')
    expect(run.incomplete_details).toEqual({ reason: 'content_filter' })
  }
  expect(done.map(({ incomplete_details }) => incomplete_details)).toEqual([{ reason: 'content_filter' }])
})

test('server-error, polled and streamed: the run fails in the middle of its answer', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  const last_error = { code: 'server_error', message: 'Sorry, something went wrong.' }

  const polled = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...scenario('server-error') })
  const done: Message[] = []
  const stream = openai.beta.threads.runs
    .stream(thread_id, { assistant_id, ...scenario('server-error') })
    .on('messageDone', (message) => done.push(message))
  const streamed = await stream.finalRun()

  for (const run of [polled, streamed]) {
    expect(run.status).toBe('failed')
    expect(run.last_error).toEqual(last_error)
    expect([run.failed_at, run.completed_at]).toEqual([expect.any(Number), null])
  }
  expect(done.map(textOf)).toEqual(['One moment, I am'])
  expect(done[0]!.incomplete_details).toEqual({ reason: 'run_failed' })
  const [step] = await stream.finalRunSteps()
  expect([step!.status, step!.last_error]).toEqual(['failed', last_error])
})

test('rate-limited-run, polled and streamed: created with 200, failed six seconds later', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  const body = { assistant_id, ...scenario('rate-limited-run') }

  const polled = await openai.beta.threads.runs.createAndPoll(thread_id, body)
  const streamed = await openai.beta.threads.runs.stream(thread_id, body).finalRun()

  for (const run of [polled, streamed]) {
    expect(run.status).toBe('failed')
    expect(run.last_error!.code).toBe('rate_limit_exceeded')
    expect(run.last_error!.message).toContain('You exceeded your current quota')
    expect(run.failed_at! - run.created_at).toBe(6)
    expect(run.usage!.total_tokens).toBe(0)
  }
})
