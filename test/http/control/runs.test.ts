import { expect, test } from 'vitest'
import type { RunInspection } from '../../../src/engine/inspect.ts'
import { prepare, setUp } from './control.ts'

async function runOf(scenario: string | object, options?: Parameters<typeof setUp>[0]) {
  const set = setUp(options)
  set.emulator.next(scenario)
  const { thread, assistant_id } = await prepare(set.client)
  const { id } = await set.client.beta.threads.runs.create(thread.id, { assistant_id })
  const read = () => set.client.beta.threads.runs.retrieve(id, { thread_id: thread.id })
  const inspect = () => set.control<RunInspection>(`GET /runs/${id}`)
  /** Until the run waits for something that does not come by itself. */
  const turn = async () => {
    const moving = () => set.emulator.runs.list().some(({ waits_for }) => waits_for === 'the clock')
    while (moving()) await new Promise((resolve) => setImmediate(resolve))
  }
  return { ...set, id, thread, read, inspect, turn }
}

const twoWords = 'script:\n  - message: Hello you\n  - gate: go\n  - message: Bye\n'

test('the history has every command and event, its time, who asked, and the line of the script', async () => {
  const { client, id, thread, inspect, emulator } = await runOf(
    'script:\n  - after: 2s\n    tool_calls:\n      - function: get_current_weather\n  - message: Done\n',
  )
  const run = await client.beta.threads.runs.poll(id, { thread_id: thread.id })
  await emulator.clock.advance('1s')
  const [call] = run.required_action!.submit_tool_outputs.tool_calls
  await client.beta.threads.runs.submitToolOutputsAndPoll(id, {
    thread_id: thread.id,
    tool_outputs: [{ tool_call_id: call!.id, output: '22' }],
  })
  const { history, dropped } = await inspect()
  const told = history.map(({ at, by, where, asked, events }) => [
    at.slice(17, 23),
    by,
    where?.replace(/^.*:/, ''),
    'type' in asked && asked.type,
    events.at(-1)?.event,
  ])
  expect(told.filter(([, , , asked]) => !String(asked).startsWith('append'))).toEqual([
    ['00.000', 'client', undefined, 'create', 'thread.run.queued'],
    ['00.000', 'script', '2', 'start', 'thread.run.in_progress'],
    ['02.000', 'script', '2', 'open_tool_calls', 'thread.run.step.in_progress'],
    ['02.000', 'script', '2', 'require_action', 'thread.run.requires_action'],
    ['03.000', 'client', undefined, 'submit_tool_outputs', 'thread.run.queued'],
    ['03.000', 'script', '5', 'start', 'thread.run.in_progress'],
    ['03.000', 'script', '5', 'open_message', 'thread.message.in_progress'],
    ['03.000', 'script', '5', 'close_message', 'thread.run.step.completed'],
    ['03.000', 'script', undefined, 'complete', 'thread.run.completed'],
  ])
  expect(dropped).toBe(0)
})

test('what the clock and a test do is told apart from what the script does', async () => {
  const { inspect, emulator, id } = await runOf('slow', { clock: 'manual' })
  await emulator.clock.advance('10m')
  expect((await inspect()).history.at(-1)).toMatchObject({ by: 'clock', asked: { type: 'expire' } })
  expect((await inspect()).waits_for).toBeNull()
  expect(() => emulator.runs.force(id, { status: 'failed' })).toThrow(/has ended: it is expired/)
})

test('a run says what it waits for, and at which line', async () => {
  const { inspect, emulator, id, turn } = await runOf(
    'script:\n  - gate: approval\n  - after: 2 polls\n    message: hi\n  - hold\n',
  )
  await turn()
  expect(await inspect()).toMatchObject({ waits_for: 'gate approval', line: expect.stringMatching(/:2$/) })
  emulator.openGate('approval')
  await turn()
  expect(await inspect()).toMatchObject({ waits_for: '2 polls', line: expect.stringMatching(/:3$/) })
  expect(emulator.runs.release(id).run.status).toBe('in_progress')
  await turn()
  expect((await inspect()).waits_for).toBe('hold')
  expect(emulator.runs.list()).toMatchObject([{ id, waits_for: 'hold', status: 'in_progress', scenario: 'next 1' }])
})

test('a run is stepped by hand, effect by effect, and then let go', async () => {
  const { control, id, read, turn } = await runOf(twoWords, { clock: 'manual' })
  const step = async (times = 1) =>
    (await control<RunInspection & Record<string, unknown>>(`POST /runs/${id}/step`, { times })).history.at(-1)!
  expect((await step()).events.at(-1)!.event).toBe('thread.run.in_progress')
  expect((await step()).events.at(-1)!.event).toBe('thread.message.in_progress')
  expect((await step()).asked).toMatchObject({ type: 'append_text', value: 'Hello' })
  expect((await read()).status).toBe('in_progress')
  await control('PUT /clock', { mode: 'skip' })
  await turn()
  expect((await step()).asked).toMatchObject({ value: ' you' })
  await step()
  // Stepping goes past the gate.
  expect((await step()).asked).toMatchObject({ type: 'open_message' })
  await control(`POST /runs/${id}/release`)
  await turn()
  expect((await read()).status).toBe('completed')
})

test('only a client can move a run that waits for tool outputs', async () => {
  const { refusal, id } = await runOf('tool-call').then(async (set) => {
    await set.turn()
    return set
  })
  expect((await refusal(`POST /runs/${id}/step`)).message).toMatch(/waits for tool outputs/)
  expect((await refusal(`POST /runs/${id}/release`)).message).toMatch(/waits for tool outputs/)
})

test('a run is failed now, with rate_limit_exceeded', async () => {
  const { control, id, read, client, thread, turn } = await runOf('slow')
  await turn()
  await control(`POST /runs/${id}/force`, { status: 'failed', last_error: { code: 'rate_limit_exceeded' } })
  const run = await read()
  expect(run).toMatchObject({ status: 'failed', last_error: { code: 'rate_limit_exceeded' } })
  expect(run.last_error!.message).toMatch(/exceeded your current quota/)
  expect(run.usage!.completion_tokens).toBeGreaterThan(0)
  await client.beta.threads.messages.create(thread.id, { role: 'user', content: 'The thread is free again.' })
})

test.each(['completed', 'incomplete', 'cancelled', 'expired', 'cancelling'] as const)(
  'a run is %s by force',
  async (status) => {
    for (const scenario of ['slow', 'script: [{ gate: shut }]\n']) {
      const { control, id, read, turn, emulator } = await runOf(scenario)
      await turn()
      await control(`POST /runs/${id}/force`, { status })
      await turn()
      expect((await read()).status).toBe(status === 'cancelling' ? 'cancelled' : status)
      const asked = emulator.runs.get(id).history.filter(({ by }) => by === 'control')
      if (status === 'cancelling') expect(asked).toMatchObject([{ asked: { type: 'cancel' } }])
      else expect(asked.at(-1)!.events.at(-1)!.event).toBe(`thread.run.${status}`)
    }
  },
)

const cancelledSlowly = { on_cancel: [{ gate: 'shut' }] }
const halfAMessage = { ...cancelledSlowly, script: [{ message: ['Half an', { gate: 'shut' }] }] }
const aCall = { ...cancelledSlowly, script: ['tool_calls'] }

test.each([
  ['completed', 'in its message', halfAMessage, false],
  ['completed', 'in its message, while it is being cancelled', halfAMessage, true],
  ['failed', 'in its message, while it is being cancelled', halfAMessage, true],
  ['failed', 'while it waits for tool outputs', aCall, false],
  ['failed', 'while it waits for tool outputs, being cancelled', aCall, true],
] as const)('a run that is %s by force %s has spent what its open step has', async (status, _, scenario, cancels) => {
  const { emulator, client, id, read, turn, thread } = await runOf(scenario)
  await turn()
  if (cancels) await client.beta.threads.runs.cancel(id, { thread_id: thread.id })
  await turn()
  emulator.runs.force(id, { status })
  const { usage, ...run } = await read()
  expect(run.status).toBe(status)
  expect(usage!.completion_tokens).toBeGreaterThan(1)
  expect(usage!.prompt_tokens).toBeGreaterThan(0)
  expect((await client.beta.threads.runs.steps.list(id, { thread_id: thread.id })).data).toMatchObject([
    { status, usage },
  ])
})

test('what the lifecycle forbids is refused, with what it allows', async () => {
  const { emulator, refusal, id, turn } = await runOf('tool-call')
  await turn()
  const { message } = await refusal(`POST /runs/${id}/force`, { status: 'completed' })
  expect(message).toContain(
    'is requires_action: it cannot become completed, only cancelling, cancelled, failed, expired.',
  )
  expect(emulator.runs.force(id, { status: 'cancelled' }).run.status).toBe('cancelled')
})

test('a stream follows what is forced', async () => {
  const { emulator, client } = setUp()
  const { thread, assistant_id } = await prepare(client)
  emulator.next('slow')
  const stream = await client.beta.threads.runs.create(thread.id, { assistant_id, stream: true })
  const seen: string[] = []
  for await (const { event } of stream) {
    seen.push(event)
    const [run] = emulator.runs.list()
    if (run!.waits_for === 'hold') emulator.runs.force(run!.id, { status: 'completed' })
  }
  expect(seen.slice(-3)).toEqual(['thread.message.completed', 'thread.run.step.completed', 'thread.run.completed'])
})

test('a gate is opened and shut', async () => {
  const { control, read, turn, emulator, thread, client } = await runOf(twoWords)
  await turn()
  expect((await read()).status).toBe('in_progress')
  await control('POST /gates/go/open?project=other')
  await turn()
  expect((await read()).status).toBe('in_progress')
  expect(await control('POST /gates/go/open')).toEqual({ gate: 'go', open: true })
  await turn()
  const run = await read()
  expect(run.status).toBe('completed')
  await control('POST /gates/go/shut')
  emulator.next(twoWords)
  await client.beta.threads.runs.create(thread.id, { assistant_id: run.assistant_id })
  await turn()
  expect(emulator.runs.list().at(-1)!.waits_for).toBe('gate go')
})

test("a run that is not there is our error, not the service's, over HTTP and in the library", async () => {
  const { refusal, emulator } = setUp()
  const { message, type } = await refusal('GET /runs/run_nobody', undefined, { status: 404 })
  expect(message).toBe('[run-emulator] There is no run run_nobody in the project default.')
  expect(type).toBe('run_emulator_error')
  await refusal('POST /clock/advance', { until: { run: 'run_nobody' } }, { status: 404 })
  expect(() => emulator.runs.get('run_nobody')).toThrow('There is no run run_nobody in the project default.')
})
