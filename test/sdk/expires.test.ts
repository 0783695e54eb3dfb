import { expect, test } from 'vitest'
import { scenario, setUp, textOf, toolOutputs } from './set_up.ts'

test('expires, polled: nobody answers for ten minutes', async () => {
  const { emulator, openai, assistant_id, thread_id } = await setUp()

  const asked = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...scenario('expires') })
  expect(asked.status).toBe('requires_action')
  expect(asked.expires_at! - asked.created_at).toBe(600)

  await emulator.clock.advance('9m')
  expect((await openai.beta.threads.runs.retrieve(asked.id, { thread_id })).status).toBe('requires_action')
  await emulator.clock.advance('1m')

  const run = await openai.beta.threads.runs.retrieve(asked.id, { thread_id })
  expect(run.status).toBe('expired')
  expect(run.completed_at! - run.created_at).toBe(600)
  await expect(
    openai.beta.threads.runs.submitToolOutputs(run.id, { thread_id, tool_outputs: toolOutputs(asked) }),
  ).rejects.toThrow('Runs in status "expired" do not accept tool outputs.')
})

test('expires, streamed: the thread is locked until then, and free afterwards', async () => {
  const { emulator, openai, assistant_id, thread_id } = await setUp()
  const say = () => openai.beta.threads.messages.create(thread_id, { role: 'user', content: 'Still there?' })

  const asked = await openai.beta.threads.runs.stream(thread_id, { assistant_id, ...scenario('expires') }).finalRun()
  expect(asked.status).toBe('requires_action')
  await expect(say()).rejects.toThrow(`Can't add messages to ${thread_id} while a run ${asked.id} is active.`)

  await emulator.clock.advance({ until: { run: asked.id, status: 'expired' } })

  expect((await say()).role).toBe('user')
  const { data: steps } = await openai.beta.threads.runs.steps.list(asked.id, { thread_id })
  expect(steps.map(({ status }) => status)).toEqual(['expired'])
})

test('expires, answered in time: it completes', async () => {
  const { emulator, openai, assistant_id, thread_id } = await setUp()

  const asked = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...scenario('expires') })
  await emulator.clock.advance('9m')
  const stream = openai.beta.threads.runs.submitToolOutputsStream(asked.id, {
    thread_id,
    tool_outputs: toolOutputs(asked),
  })

  const run = await stream.finalRun()
  expect(run.status).toBe('completed')
  expect(run.completed_at! - run.created_at).toBe(540)
  expect((await stream.finalMessages()).map(textOf)).toEqual(['You were quick enough. It is 22 degrees in Paris.'])
})

test('a run that expires while it is streamed tells so before the stream ends', async () => {
  const { emulator, openai, assistant_id, thread_id } = await setUp()
  const names: string[] = []
  const reasons: unknown[] = []

  const stream = openai.beta.threads.runs
    .stream(thread_id, { assistant_id, ...scenario('slow') })
    .on('messageDone', ({ incomplete_details }) => reasons.push(incomplete_details))
    .on('event', ({ event }) => names.push(event))
    .on('textDelta', (_delta, { value }) => {
      if (value.endsWith('so')) void emulator.clock.advance('10m')
    })
  const run = await stream.finalRun()

  expect(run.status).toBe('expired')
  expect(names.slice(-3)).toEqual(['thread.message.incomplete', 'thread.run.step.expired', 'thread.run.expired'])
  expect(reasons).toEqual([{ reason: 'run_expired' }])
})

test.each([
  ['1s', 'completed'],
  ['2s', 'expired'],
])('a run of two seconds that goes on after %s is %s: its last moment is too late', async (after, status) => {
  const { emulator, openai, assistant_id, thread_id } = await setUp()
  emulator.scenarios.put('brief', { expires_after: '2s', script: [{ after, message: 'Here I am.' }] })

  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...scenario('brief') })

  expect(run.status).toBe(status)
})
