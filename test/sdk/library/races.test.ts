import { expect, test } from 'vitest'
import { settle, stage } from './stage.ts'

test('busy-thread: neither messages nor runs can be added while a run is active', async () => {
  const { create, openai, thread_id, assistant_id, runs, cancel } = await stage()
  const run = await create('busy-thread')
  await expect(
    openai.beta.threads.messages.create(thread_id, { role: 'user', content: 'And now?' }),
  ).rejects.toMatchObject({
    status: 400,
    message: `400 Can't add messages to ${thread_id} while a run ${run.id} is active.`,
  })
  await expect(runs.create(thread_id, { assistant_id })).rejects.toMatchObject({
    message: `400 Thread ${thread_id} already has an active run ${run.id}.`,
  })
  await cancel(run)
  await settle()
  await openai.beta.threads.messages.create(thread_id, { role: 'user', content: 'And now?' })
})

test('abandoned-tool-call: the thread stays locked after the stream has ended, until the run expires', async () => {
  const { stream, runs, thread_id, assistant_id, emulator, read } = await stage()
  const run = await stream('abandoned-tool-call').finalRun()
  expect(run.status).toBe('requires_action')
  const again = () => runs.create(thread_id, { assistant_id })
  await expect(again()).rejects.toThrow('already has an active run')
  await emulator.clock.advance('10m')
  expect((await read(run)).status).toBe('expired')
  expect((await again()).status).toBe('queued')
})

test('outputs-too-late: outputs after the expiry are refused', async () => {
  const { poll, emulator, submit } = await stage()
  const run = await poll('outputs-too-late')
  await emulator.clock.advance('31s')
  await expect(submit(run)).rejects.toMatchObject({
    status: 400,
    message: '400 Runs in status "expired" do not accept tool outputs.',
  })
})

test('stays-queued: outputs sent too early are refused', async () => {
  const { create, submit, read } = await stage()
  const run = await create('stays-queued')
  await settle()
  expect((await read(run)).status).toBe('queued')
  await expect(submit(run, [{ tool_call_id: 'call_1', output: '' }])).rejects.toThrow(
    'Runs in status "queued" do not accept tool outputs.',
  )
})

test('cancels-slowly: a second cancel is refused while the first is under way, and the thread stays locked', async () => {
  const { create, cancel, read, runs, thread_id, assistant_id } = await stage()
  const run = await create('cancels-slowly')
  await settle()
  expect((await cancel(run)).status).toBe('cancelling')
  await expect(cancel(run)).rejects.toThrow("Cannot cancel run with status 'cancelling'.")
  await expect(runs.create(thread_id, { assistant_id })).rejects.toThrow('already has an active run')
  const seen = []
  for (let n = 0; n < 4; n++) {
    seen.push((await read(run)).status)
    await settle()
  }
  expect(seen).toEqual(['cancelling', 'cancelling', 'cancelling', 'cancelled'])
  await expect(cancel(run)).rejects.toThrow("Cannot cancel run with status 'cancelled'.")
})

test('completes-although-cancelled: the cancel is accepted and the run completes all the same', async () => {
  const { create, cancel, runs, thread_id, texts } = await stage()
  const run = await create('completes-although-cancelled')
  await settle()
  expect((await cancel(run)).status).toBe('cancelling')
  const ended = await runs.poll(run.id, { thread_id })
  expect(ended).toMatchObject({ status: 'completed', usage: { completion_tokens: 6 } })
  expect((await runs.steps.list(run.id, { thread_id })).data).toMatchObject([{ usage: ended.usage }])
  expect(await texts(run)).toEqual(['The answer is forty-two'])
  await expect(cancel(run)).rejects.toThrow("Cannot cancel run with status 'completed'.")
})

test('expires-while-cancelling: the run expires instead of being cancelled', async () => {
  const { create, cancel, runs, thread_id } = await stage()
  const run = await create('expires-while-cancelling')
  await cancel(run)
  expect(await runs.poll(run.id, { thread_id })).toMatchObject({ status: 'expired', cancelled_at: null })
})

test('client-left: closing the stream does not cancel the run', async () => {
  const { openai, thread_id, assistant_id, runs, emulator, read } = await stage({ clock: 'manual' })
  const moving = emulator.clock.advance('5s')
  const stream = await runs.create(thread_id, {
    assistant_id,
    stream: true,
    metadata: { emulator_scenario: 'client-left' },
  })
  await moving
  let run: { id: string } | undefined
  const events = stream[Symbol.asyncIterator]()
  run = (await events.next()).value?.data as { id: string }
  stream.controller.abort()
  await emulator.clock.advance('5s')
  expect((await read(run)).status).toBe('in_progress')
  await expect(openai.beta.threads.messages.create(thread_id, { role: 'user', content: 'Stop' })).rejects.toThrow(
    `Can't add messages to ${thread_id} while a run ${run.id} is active.`,
  )
  await emulator.clock.advance('1m')
  expect((await read(run)).status).toBe('completed')
})
