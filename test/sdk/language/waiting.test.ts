import { expect, test } from 'vitest'
import { createEmulator } from '../../../src/index.ts'
import { clientOf, listen, talk } from './talk.ts'

const deltas = (events: Awaited<ReturnType<typeof listen>>['events']) =>
  events.flatMap((event) =>
    event.event === 'thread.message.delta'
      ? [
          {
            ms: event.ms,
            text: event.data.delta.content?.[0]?.type === 'text' ? event.data.delta.content[0].text?.value : '',
          },
        ]
      : [],
  )

test('text comes word by word at its own speed, the first one later', async () => {
  const { events } = await listen(
    'script:\n  - message: { content: "One two, three", by: word, every: 20ms, first: 1s }',
  )
  expect(deltas(events)).toEqual([
    { ms: 1000, text: 'One' },
    { ms: 1020, text: ' two,' },
    { ms: 1040, text: ' three' },
  ])
})

test('text comes character by character, whole characters only', async () => {
  const { events } = await listen('script:\n  - message: { content: "é👍🏽!", by: character }')
  expect(deltas(events).map(({ text }) => text)).toEqual(['é', '👍', '🏽', '!'])
})

test('a wait inside a message parts its text, which stays one block', async () => {
  const { events } = await listen('script:\n  - message:\n      - "Wait"\n      - after: 5s\n        text: " for it"')
  expect(deltas(events)).toEqual([
    { ms: 0, text: 'Wait' },
    { ms: 5000, text: ' for' },
    { ms: 5000, text: ' it' },
  ])
})

test('a range is drawn from the seed', async () => {
  const took = async (seed: number) => {
    const { run } = await talk('script:\n  - after: 10s to 60s\n    message: hi', { seed })
    return run.completed_at! - run.created_at
  }
  const [a, b, c] = [await took(1), await took(1), await took(2)]
  expect(a).toBeGreaterThanOrEqual(10)
  expect(a).toBeLessThanOrEqual(60)
  expect(b).toBe(a)
  expect(c).not.toBe(a)
})

test('polls are counted for this run, and a polling client sees every status', async () => {
  const emulator = createEmulator({
    scenarios: {
      scripted: 'script:\n  - after: 2 polls\n    status: in_progress\n  - after: 1 polls\n    message: done',
    },
  })
  const openai = clientOf(emulator)
  const assistant = await openai.beta.assistants.create({ model: 'gpt-4o', instructions: 'x' })
  let run = await openai.beta.threads.createAndRun({
    assistant_id: assistant.id,
    metadata: { emulator_scenario: 'scripted' },
  })
  const seen: string[] = [run.status]
  while (run.status !== 'completed') {
    run = await openai.beta.threads.runs.retrieve(run.id, { thread_id: run.thread_id })
    seen.push(run.status)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(seen).toEqual(['queued', 'queued', 'queued', 'in_progress', 'completed'])
})

test('a gate stops a run until a test opens it', async () => {
  const emulator = createEmulator({
    scenarios: { scripted: 'script:\n  - message: before\n  - gate: go\n  - message: after' },
  })
  const openai = clientOf(emulator)
  const assistant = await openai.beta.assistants.create({ model: 'gpt-4o', instructions: 'x' })
  const stream = await openai.beta.threads.createAndRun({
    assistant_id: assistant.id,
    metadata: { emulator_scenario: 'scripted' },
    stream: true,
  })
  const names: string[] = []
  for await (const { event } of stream) {
    names.push(event)
    if (event === 'thread.run.step.completed' && names.filter((name) => name === event).length === 1) {
      expect(names).not.toContain('thread.run.completed')
      emulator.openGate('go')
    }
  }
  expect(names.filter((name) => name === 'thread.message.completed')).toHaveLength(2)
  expect(names.at(-1)).toBe('thread.run.completed')

  const next = await openai.beta.threads.createAndRunPoll({
    assistant_id: assistant.id,
    metadata: { emulator_scenario: 'scripted' },
  })
  expect(next.status, 'an opened gate stays open').toBe('completed')
})
