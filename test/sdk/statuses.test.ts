import { expect, test } from 'vitest'
import type { RunStatus } from 'run-emulator'
import { scenario, setUp, toolOutputs } from './set_up.ts'

/** Shows each status that passes by itself to a client that polls: it waits until it has been read. */
const scenarios = {
  unhurried: {
    script: [{ status: 'in_progress' }, { after: '1 polls', tool_calls: [{ function: 'find_city' }] }, 'message'],
    on_cancel: [{ after: '1 polls', status: 'cancelled' }],
  },
}

const rests: Partial<Record<RunStatus, string>> = {
  completed: 'hello',
  requires_action: 'tool-call',
  incomplete: 'max-completion-tokens',
  failed: 'server-error',
}

test.each(Object.entries(rests))('%s is seen by who polls and by who streams', async (status, name) => {
  const { openai, assistant_id, thread_id } = await setUp()
  const names: string[] = []

  const streamed = await openai.beta.threads
    .createAndRunStream({ assistant_id, thread: { messages: [{ role: 'user', content: 'Hi' }] }, ...scenario(name) })
    .on('event', ({ event }) => names.push(event))
    .finalRun()
  const polled = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...scenario(name) })

  expect([polled.status, streamed.status]).toEqual([status, status])
  expect(names.at(-1)).toBe(`thread.run.${status}`)
})

test('queued, in_progress, requires_action and completed, in this order, for the poll helper', async () => {
  const seen: string[] = []
  const { openai, assistant_id, thread_id } = await setUp({
    scenarios,
    onRequest: ({ run }) => run && seen.push(run.status),
  })

  const asked = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...scenario('unhurried') })
  const run = await openai.beta.threads.runs.submitToolOutputsAndPoll(asked.id, {
    thread_id,
    tool_outputs: toolOutputs(asked),
  })

  expect(run.status).toBe('completed')
  expect(seen.filter((status, n) => status !== seen[n - 1])).toEqual([
    ...['queued', 'in_progress', 'requires_action'],
    ...['queued', 'completed'],
  ])
})

test('cancelling, then cancelled: the answer to a cancel and the next read show the one, later reads the other', async () => {
  const { openai, assistant_id, thread_id } = await setUp({ scenarios })
  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...scenario('unhurried') })

  const statuses = [(await openai.beta.threads.runs.cancel(run.id, { thread_id })).status]
  await expect(openai.beta.threads.runs.cancel(run.id, { thread_id })).rejects.toThrow(
    "Cannot cancel run with status 'cancelling'.",
  )
  statuses.push((await openai.beta.threads.runs.retrieve(run.id, { thread_id })).status)
  statuses.push((await openai.beta.threads.runs.poll(run.id, { thread_id })).status)

  expect(statuses).toEqual(['cancelling', 'cancelling', 'cancelled'])
})

test('expired, after nobody answered', async () => {
  const { emulator, openai, assistant_id, thread_id } = await setUp()
  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...scenario('expires') })

  await emulator.clock.advance('10m')

  expect((await openai.beta.threads.runs.poll(run.id, { thread_id })).status).toBe('expired')
})

test('queued, in_progress, cancelling, cancelled and expired are told in streams', async () => {
  const { emulator, openai, assistant_id, thread_id } = await setUp()
  const told = new Set<string>()

  for (const end of ['cancelled', 'expired']) {
    const stream = openai.beta.threads.runs
      .stream(thread_id, { assistant_id, ...scenario('slow') })
      .on('event', ({ event }) => told.add(event))
    await stream.emitted('textDelta')
    if (end === 'cancelled') await openai.beta.threads.runs.cancel(stream.currentRun()!.id, { thread_id })
    else await emulator.clock.advance('10m')
    expect((await stream.finalRun()).status).toBe(end)
  }

  expect([...told].filter((name) => /^thread\.run\.[^.]+$/.test(name))).toEqual([
    ...['thread.run.created', 'thread.run.queued', 'thread.run.in_progress'],
    ...['thread.run.cancelling', 'thread.run.cancelled', 'thread.run.expired'],
  ])
})

test('with a manual clock a run stays where it is until time is told to pass', async () => {
  const { emulator, openai, assistant_id, thread_id } = await setUp({ clock: 'manual' })
  const { id } = await openai.beta.threads.runs.create(thread_id, { assistant_id, ...scenario('hello') })
  const status = async () => (await openai.beta.threads.runs.retrieve(id, { thread_id })).status

  expect([await status(), await status()]).toEqual(['queued', 'queued'])
  await emulator.clock.advance({ until: { run: id } })
  expect(await status()).toBe('completed')
})
