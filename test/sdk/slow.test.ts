import { expect, test } from 'vitest'
import { scenario, setUp, textOf } from './set_up.ts'

test('slow, streamed: cancelled at its third delta', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  const answers: string[] = []
  const names: string[] = []
  const reasons: unknown[] = []
  let deltas = 0

  const stream = openai.beta.threads.runs
    .stream(thread_id, { assistant_id, ...scenario('slow') })
    .on('event', ({ event }) => names.push(event))
    .on('messageDone', ({ incomplete_details }) => reasons.push(incomplete_details))
    .on('textDelta', async () => {
      if (++deltas < 3 || answers.length > 0) return
      answers.push('asked')
      const cancelled = await openai.beta.threads.runs.cancel(stream.currentRun()!.id, { thread_id })
      answers.push(cancelled.status)
    })
  const run = await stream.finalRun()

  expect(answers).toEqual(['asked', 'cancelling'])
  expect(run.status).toBe('cancelled')
  expect(names.slice(-4)).toEqual([
    'thread.run.cancelling',
    'thread.message.incomplete',
    'thread.run.step.cancelled',
    'thread.run.cancelled',
  ])
  expect(reasons).toEqual([{ reason: 'run_cancelled' }])
  expect((await stream.finalMessages()).map(textOf)).toEqual(['This will take a while, so'])
})

test('slow, polled: it stays in_progress until it is cancelled', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  const { id } = await openai.beta.threads.runs.create(thread_id, { assistant_id, ...scenario('slow') })
  const poll = openai.beta.threads.runs.poll(id, { thread_id })
  expect((await openai.beta.threads.runs.retrieve(id, { thread_id })).status).toBe('in_progress')

  const cancelling = await openai.beta.threads.runs.cancel(id, { thread_id })

  expect(cancelling.status).toBe('cancelling')
  const run = await poll
  expect(run.status).toBe('cancelled')
  expect(run.cancelled_at).toEqual(expect.any(Number))
  expect(run.usage).toMatchObject({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 })
  await expect(openai.beta.threads.runs.cancel(id, { thread_id })).rejects.toThrow(
    "Cannot cancel run with status 'cancelled'.",
  )
  const { data } = await openai.beta.threads.messages.list(thread_id, { run_id: id })
  expect(data.map(textOf)).toEqual(['This will take a while, so'])
})

test('slow: who closes the stream does not cancel the run', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  const stream = openai.beta.threads.runs.stream(thread_id, { assistant_id, ...scenario('slow') })
  await stream.emitted('textDelta')
  const { id } = stream.currentRun()!

  stream.abort()
  await expect(stream.done()).rejects.toThrow('Request was aborted.')

  const run = await openai.beta.threads.runs.retrieve(id, { thread_id })
  expect(run.status).toBe('in_progress')
  await expect(openai.beta.threads.runs.create(thread_id, { assistant_id })).rejects.toThrow(
    `Thread ${thread_id} already has an active run ${id}.`,
  )
})
