import { expect, test } from 'vitest'
import type { Coverage } from '../../../src/index.ts'
import { clientOf, prepare, setUp } from './control.ts'

async function play(scenarios: string[]) {
  const set = setUp({ scenarios: { mine: { script: [{ message: 'hi' }] }, idle: {} } })
  const { thread, assistant_id } = await prepare(set.client)
  for (const scenario of scenarios) {
    set.emulator.next(scenario)
    await set.client.beta.threads.runs.createAndPoll(thread.id, { assistant_id }).catch(() => {})
  }
  return { ...set, thread, assistant_id }
}

test('what has been exercised is counted, what never is named', async () => {
  const { control } = await play(['mine', 'server-error', 'content-filter', 'refused'])
  const { groups } = await control<Coverage & Record<string, unknown>>('GET /coverage')
  expect(groups.statuses.items).toMatchObject({
    completed: 1,
    failed: 1,
    incomplete: 1,
    expired: 0,
    requires_action: 0,
  })
  expect(groups.transitions.items).toMatchObject({
    'queued → in_progress': 3,
    'in_progress → failed': 1,
    'requires_action → queued': 0,
  })
  expect(groups.run_errors.items).toMatchObject({ server_error: 1, rate_limit_exceeded: 0 })
  expect(groups.incomplete_reasons.items).toMatchObject({ content_filter: 1, max_completion_tokens: 0 })
  expect(groups.http_errors.items).toMatchObject({ 429: 1, 500: 0 })
  expect(groups.scenarios.items).toEqual({ idle: 0, mine: 1, 'content-filter': 1, 'server-error': 1 })
})

test('a status counts once a client has been told it, polled or in a stream', async () => {
  const { emulator, client, thread, assistant_id } = await play([])
  emulator.next('tool-call')
  await client.beta.threads.runs.create(thread.id, { assistant_id })
  const run = emulator.runs.list()[0]!
  while (emulator.runs.list()[0]!.waits_for !== 'tool outputs') await new Promise((resolve) => setImmediate(resolve))
  const { statuses, transitions, tools, watching } = emulator.coverage().groups
  expect(transitions.items['in_progress → requires_action']).toBe(1)
  expect(statuses.items).toMatchObject({ queued: 1, requires_action: 0 })
  expect([tools.exercised, watching.exercised]).toEqual([0, 0])

  const { required_action } = await client.beta.threads.runs.retrieve(run.id, { thread_id: thread.id })
  const tool_outputs = required_action!.submit_tool_outputs.tool_calls.map(({ id }) => ({
    tool_call_id: id,
    output: '',
  }))
  await client.beta.threads.runs.submitToolOutputsStream(run.id, { thread_id: thread.id, tool_outputs }).finalRun()
  const after = emulator.coverage().groups
  expect(after.statuses.items).toMatchObject({ requires_action: 1, completed: 1 })
  expect(after.tools.items).toMatchObject({ function: 1, 'several functions at once': 0 })
  expect(after.watching.items).toMatchObject({ polling: 1, streaming: 0, 'streaming after tool outputs': 1 })
})

test('as text and as JUnit, where what is missing was skipped', async () => {
  const { control, emulator } = await play(['mine'])
  const text = await control<string>('GET /coverage?as=text')
  expect(text).toMatch(/^Exercised: \d+ of \d+\n  statuses            2 of 9\n/)
  expect(text).toContain('no test has seen the status expired\n')
  expect(text).toContain('no test has seen the scenario idle\n')
  expect(text).not.toContain('the status completed')
  expect(emulator.coverage('text')).toBe(text)
  const xml = await control<string>('GET /coverage?as=junit')
  expect(xml).toContain('<testcase classname="statuses" name="completed"/>')
  expect(xml).toContain(
    '<testcase classname="statuses" name="expired"><skipped message="no test has seen the status expired"/></testcase>',
  )
  expect(xml).toMatch(/<testsuite name="statuses" tests="9" failures="0" errors="0" skipped="7">/)
})

test("a project's coverage is its own; that of all survives resets", async () => {
  const { emulator, control } = await play(['mine'])
  expect(emulator.project('other').coverage().exercised).toBe(0)
  await clientOf(emulator, 'other')
    .beta.threads.retrieve('thread_nobody')
    .catch(() => {})
  emulator.reset()
  expect(emulator.coverage().exercised).toBe(0)
  const all = await control<Coverage & Record<string, unknown>>('GET /coverage?project=*')
  expect(emulator.coverageOfAll()).toEqual(all)
  expect(emulator.coverageOfAll('junit')).toContain('<testsuite name="statuses"')
  const { groups } = all
  expect(groups.statuses.items.completed).toBe(1)
  expect(groups.http_errors.items['404']).toBe(1)
})

test('streams that break, are left or bring an error are told apart', async () => {
  const { client, emulator } = setUp()
  const { thread, assistant_id } = await prepare(client)
  for (const scenario of ['stream-cut', 'slow']) {
    emulator.next(scenario)
    const stream = await client.beta.threads.runs.create(thread.id, { assistant_id, stream: true })
    try {
      for await (const { event } of stream) if (scenario === 'slow' && event === 'thread.message.delta') break
    } catch {}
  }
  expect(emulator.coverage().groups.connections.items).toEqual({
    'broken by a fault': 1,
    'left by the client': 1,
    'error event in a stream': 0,
  })
})
