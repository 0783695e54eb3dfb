import { expect, test } from 'vitest'
import { prepare, setUp } from './control.ts'

test('the clock is read, set and moved', async () => {
  const { control } = setUp()
  expect(await control('GET /clock')).toEqual({ mode: 'skip', now: '2026-01-01T00:00:00.000Z' })
  expect(await control('PUT /clock', { mode: 'manual' })).toMatchObject({ mode: 'manual' })
  expect(await control('POST /clock/advance', 'by: 90s')).toEqual({ mode: 'manual', now: '2026-01-01T00:01:30.000Z' })
  expect(await control('GET /clock?project=other')).toMatchObject({ mode: 'skip' })
  expect(await control('GET /clock?project=*')).toMatchObject({
    projects: { default: { mode: 'manual' }, other: { mode: 'skip' } },
  })
})

test('a run that waits under a manual clock goes on when the clock is set to skip', async () => {
  const { client, control, emulator } = setUp({ clock: 'manual' })
  const { thread, assistant_id } = await prepare(client)
  const run = await client.beta.threads.runs.create(
    thread.id,
    { assistant_id },
    { headers: { 'x-emulator-scenario': 'hello' } },
  )
  expect((await client.beta.threads.runs.retrieve(run.id, { thread_id: thread.id })).status).toBe('queued')
  await control('PUT /clock', { mode: 'skip' })
  expect((await client.beta.threads.runs.poll(run.id, { thread_id: thread.id })).status).toBe('completed')
  emulator.clock.mode = 'manual'
  const next = await client.beta.threads.runs.create(thread.id, { assistant_id })
  await new Promise((resolve) => setImmediate(resolve))
  expect((await client.beta.threads.runs.retrieve(next.id, { thread_id: thread.id })).status).toBe('queued')
})

test('advance until goes as far as a run needs to rest, and no further', async () => {
  const { client, control } = setUp({ clock: 'manual' })
  const { thread, assistant_id } = await prepare(client)
  const run = await client.beta.threads.runs.create(
    thread.id,
    { assistant_id },
    { headers: { 'x-emulator-scenario': 'tool-call' } },
  )
  await control('POST /clock/advance', { until: { run: run.id } })
  expect((await client.beta.threads.runs.retrieve(run.id, { thread_id: thread.id })).status).toBe('requires_action')
})

const deadline = '2026-01-01T00:10:00.000Z'
const waits: [string, object[], RegExp][] = [
  [
    'tool outputs',
    [{ tool_calls: null }],
    /waits for tool outputs, which a client must submit first: get_current_weather \(call_\w+\)/,
  ],
  ['a gate', [{ gate: 'go' }], /is in_progress and waits for gate go, which must come first/],
  ['reads', [{ after: '1 polls', message: 'hi' }], /waits for 1 poll, which/],
  ['nothing', ['hold'] as never, /waits for hold, which/],
]

test.each(waits)('no time is lost on a run that waits for %s, unless it is to expire', async (_, script, message) => {
  const { client, control, refusal, emulator } = setUp({ clock: 'manual' })
  const { thread, assistant_id } = await prepare(client)
  emulator.next({ script: [{ after: '2s', status: 'in_progress' }, ...script, { after: '1s', status: 'failed' }] })
  const run = await client.beta.threads.runs.create(thread.id, { assistant_id })
  for (const status of ['completed', 'failed', 'cancelled', 'completed']) {
    const refused = await refusal('POST /clock/advance', { until: { run: run.id, status } })
    expect(refused.message).toMatch(message)
    expect(refused.message).toMatch(`: no time brings it to ${status}, only to its end, expired.`)
    expect(emulator.clock.now().toISOString()).toBe('2026-01-01T00:00:02.000Z')
  }
  expect(await control('POST /clock/advance', { until: { run: run.id, status: 'expired' } })).toMatchObject({
    now: deadline,
  })
  expect(emulator.runs.get(run.id).run.status).toBe('expired')
})

test('once the outputs are there, it gets where it was to go', async () => {
  const { client, emulator } = setUp({ clock: 'manual' })
  const { thread, assistant_id } = await prepare(client)
  emulator.next({ script: [{ tool_calls: null }, { after: '3s', message: 'hi' }] })
  const { id } = await client.beta.threads.runs.create(thread.id, { assistant_id })
  await emulator.clock.advance({ until: { run: id } })
  const { required_action } = await client.beta.threads.runs.retrieve(id, { thread_id: thread.id })
  const [call] = required_action!.submit_tool_outputs.tool_calls
  await client.beta.threads.runs.submitToolOutputs(id, {
    thread_id: thread.id,
    tool_outputs: [{ tool_call_id: call!.id, output: 'warm' }],
  })
  await emulator.clock.advance({ until: { run: id, status: 'completed' } })
  expect(emulator.clock.now().toISOString()).toBe('2026-01-01T00:00:03.000Z')
})

test('a real clock says that it cannot be moved, and time goes on from where it was', async () => {
  const { control, refusal, emulator } = setUp()
  await control('POST /clock/advance', { by: '1h' })
  await control('PUT /clock', { mode: 'real' })
  expect((await refusal('POST /clock/advance', { by: '1h' })).message).toMatch(/clock is real/)
  expect(emulator.clock.now().toISOString()).toMatch(/^2026-01-01T01:00:0/)
})

test('an advance that says neither by nor until, or no duration, is explained', async () => {
  const { refusal } = setUp()
  expect((await refusal('POST /clock/advance', {})).message).toMatch(/"by": "10m"/)
  expect((await refusal('POST /clock/advance', { by: 'soon' })).message).toMatch(/not a duration/)
})
