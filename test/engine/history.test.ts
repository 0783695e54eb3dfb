import { describe, expect, test } from 'vitest'
import OpenAI from 'openai'
import type { Deed } from '../../src/engine/deeds.ts'
import { Histories } from '../../src/engine/history.ts'
import { createEmulator } from '../../src/index.ts'
import { newState } from '../../src/run/state.ts'
import type { Run } from '../../src/run/objects.ts'

const state = (id: string) => newState({ id, status: 'in_progress' } as Run)
const deed = (at: number): Deed => ({ at, by: 'script', where: undefined, asked: { type: 'start' } })
const aside = (at: number): Deed => ({ at, by: 'client', where: undefined, asked: { type: 'abandon', message: '' } })

test('of a long run the beginning is forgotten', () => {
  let bytes = 0
  const histories = new Histories((more) => (bytes += more))
  for (let at = 1; at <= 10_000; at++) histories.note(state('run_1'), aside(at))
  const { deeds } = histories.of('run_1')!
  expect(deeds.length).toBeLessThanOrEqual(1000)
  expect(deeds.at(-1)!.at).toBe(10_000)
  histories.clear()
  expect(bytes).toBe(0)
})

test('of many runs the oldest are forgotten', () => {
  const histories = new Histories()
  for (let run = 0; run < 1000; run++) for (let at = 0; at < 100; at++) histories.note(state(`run_${run}`), deed(at))
  expect(histories.of('run_0')).toBeUndefined()
  expect(histories.of('run_999')!.deeds).toHaveLength(100)
})

describe('what is decided again is what was told', () => {
  const long = { script: [{ message: 'word '.repeat(800) }, { message: 'more '.repeat(400) }] }
  const scenarios = [
    'hello',
    'two-rounds',
    'code-interpreter',
    'file-search',
    'max-completion-tokens',
    'server-error',
    'long',
  ]

  test.each(scenarios)('%s', async (scenario) => {
    const emulator = createEmulator({ scenarios: { long } })
    const client = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch })
    const tools = [{ type: 'function' as const, function: { name: 'get_current_weather' } }]
    const assistant = await client.beta.assistants.create({ model: 'gpt-4o', tools })
    const thread = await client.beta.threads.create({ messages: [{ role: 'user', content: 'Hi' }] })
    const told: { event: string; id: unknown }[] = []
    const read = async (events: AsyncIterable<{ event: string; data: unknown }>) => {
      for await (const { event, data } of events) told.push({ event, ...shown(data) })
    }
    const metadata = { emulator_scenario: scenario }
    await read(await client.beta.threads.runs.create(thread.id, { assistant_id: assistant.id, stream: true, metadata }))
    const { id } = emulator.runs.list()[0]!
    for (;;) {
      const { run, history, dropped } = emulator.runs.get(id)
      if (run.required_action) {
        await client.beta.threads.runs.update(id, { thread_id: thread.id, metadata: { ...metadata, seen: 'yes' } })
        const calls = run.required_action.submit_tool_outputs.tool_calls
        const tool_outputs = calls.map((call) => ({ tool_call_id: call.id, output: '22' }))
        await read(
          await client.beta.threads.runs.submitToolOutputs(id, { thread_id: thread.id, tool_outputs, stream: true }),
        )
        continue
      }
      const retold = history.flatMap(({ events }) => events.map(({ event, data }) => ({ event, ...shown(data) })))
      expect(retold).toEqual(told.slice(-retold.length))
      expect(dropped > 0).toBe(scenario === 'long')
      if (dropped === 0) expect(retold).toHaveLength(told.length)
      return
    }
  })
})

/** What a stream shows as it is stored: of runs and steps it leaves out or adds a little. */
function shown(data: unknown) {
  const { id, object, status, delta, content, usage, metadata } = data as Record<string, unknown>
  return { id, object, status, delta, content, usage, metadata }
}
