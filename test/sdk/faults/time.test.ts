import { describe, expect, test } from 'vitest'
import { allMajors, transports, type World, world } from './world.ts'

const text = 'script: [message: Hello there]'

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Resolves once a request that this fault disturbed has ended. */
async function ended({ log }: World, fault: string): Promise<void> {
  while (!log.some(({ faults }) => faults?.includes(fault))) await turn()
}

/** Resolves once a request for this path has arrived, and waits. */
async function arrived({ emulator }: World, path: string): Promise<void> {
  while (!emulator.journal().some(({ request }) => request.path.endsWith(path))) await turn()
  await turn()
}

describe.each(transports)('%s', (transport) => {
  test.each(allMajors)('openai %s times out while the head does not come, and the run goes on', async (major) => {
    await using emulated = await world(`${text}\nfaults: [{ on: create, slow_headers: }]`, { transport })
    const thread_id = await emulated.thread()
    const { runs } = emulated.client({ major, timeout: 40 }).beta.threads
    const created = runs.create(thread_id, { assistant_id: emulated.assistant })
    await expect(created).rejects.toThrow('Request timed out.')
    const [run] = (await emulated.setup.beta.threads.runs.list(thread_id)).data
    expect(await emulated.rest(thread_id, run!.id)).toMatchObject({ status: 'completed' })
    await ended(emulated, 'slow_headers')
  })

  test('a request that is held up before it is carried out never is, if its client gives up', async () => {
    await using emulated = await world(`${text}\nfaults: [{ on: create, handled: false, slow_headers: }]`, {
      transport,
    })
    const thread_id = await emulated.thread()
    const { runs } = emulated.client({ timeout: 40 }).beta.threads
    await expect(runs.create(thread_id, { assistant_id: emulated.assistant })).rejects.toThrow('Request timed out.')
    await ended(emulated, 'slow_headers')
    expect((await emulated.setup.beta.threads.runs.list(thread_id)).data).toEqual([])
  })

  test('a stall lasts until its gate is opened', async () => {
    await using emulated = await world(`${text}\nfaults: [{ on: stream, stall: { after_events: 4, gate: on } }]`, {
      transport,
    })
    const thread = await emulated.thread()
    const stream = emulated.client().beta.threads.runs.stream(thread, { assistant_id: emulated.assistant })
    const events: string[] = []
    stream.on('event', ({ event }) => events.push(event))
    await stream.emitted('runStepCreated')
    const [run] = (await emulated.setup.beta.threads.runs.list(thread)).data
    await emulated.rest(thread, run!.id)
    expect(events).toHaveLength(4)
    emulated.emulator.openGate('on')
    expect(await stream.finalRun()).toMatchObject({ status: 'completed' })
    expect(events.length).toBeGreaterThan(8)
  })

  test('a stall without an end lasts until the client leaves', async () => {
    await using emulated = await world(`${text}\nfaults: [{ on: stream, stall: { after_events: 4 } }]`, { transport })
    const thread = await emulated.thread()
    const stream = emulated.client().beta.threads.runs.stream(thread, { assistant_id: emulated.assistant })
    await stream.emitted('runStepCreated')
    stream.abort()
    await expect(stream.finalRun()).rejects.toThrow('aborted')
    await ended(emulated, 'stall')
    const [run] = (await emulated.setup.beta.threads.runs.list(thread)).data
    expect(await emulated.rest(thread, run!.id)).toMatchObject({ status: 'completed' })
  })

  test('closing the emulator ends a stall', async () => {
    await using emulated = await world(`${text}\nfaults: [{ on: stream, stall: { after_events: 4 } }]`, { transport })
    const thread = await emulated.thread()
    const stream = emulated.client().beta.threads.runs.stream(thread, { assistant_id: emulated.assistant })
    await stream.emitted('runStepCreated')
    await emulated.emulator.close()
    await expect(stream.finalRun()).rejects.toThrow('terminated')
  })
})

test('time passes on the emulated clock only when it is told to', async () => {
  await using emulated = await world(`${text}\nfaults: [{ on: poll, slow_headers: 30s }]`, { clock: 'manual' })
  const thread_id = await emulated.thread()
  const { runs } = emulated.client().beta.threads
  const { id } = await runs.create(thread_id, { assistant_id: emulated.assistant })
  let answered = false
  const polled = runs.retrieve(id, { thread_id }).finally(() => (answered = true))
  const { clock } = emulated.emulator
  await arrived(emulated, id)
  await clock.advance('29s')
  expect(answered).toBe(false)
  await clock.advance('1s')
  expect(await polled).toMatchObject({ id })
})

test('a late answer shows the run as it was when it was asked for', async () => {
  await using emulated = await world(`script: [after: 5s, message: Hi]\nfaults: [{ on: poll, slow_headers: 30s }]`, {
    clock: 'manual',
  })
  const thread_id = await emulated.thread()
  const { runs } = emulated.client().beta.threads
  const { id } = await runs.create(thread_id, { assistant_id: emulated.assistant })
  const polled = runs.retrieve(id, { thread_id })
  await arrived(emulated, id)
  await emulated.emulator.clock.advance('1m')
  expect(await polled).toMatchObject({ status: 'queued' })
  expect((await runs.list(thread_id)).data).toMatchObject([{ status: 'completed' }])
})

test('a stream that a fault has ended follows the run no more: the reads that its script waits for must come', async () => {
  await using emulated = await world(
    'script: [status: in_progress, gate: go, after: 2 polls, message: Hi]\nfaults: [{ on: stream, early_end: { after_events: 3 } }]',
  )
  const thread_id = await emulated.thread()
  const { runs } = emulated.client().beta.threads
  for await (const _ of await runs.create(thread_id, { assistant_id: emulated.assistant, stream: true }));
  const [run] = (await runs.list(thread_id)).data
  emulated.emulator.openGate('go')
  for (let n = 0; n < 5; n++) await turn()
  expect((await runs.list(thread_id)).data[0]).toMatchObject({ status: 'in_progress' })
  expect(await emulated.rest(thread_id, run!.id)).toMatchObject({ status: 'completed' })
})
