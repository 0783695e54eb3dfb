import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cannedNames } from '../../../src/run/canned.ts'
import { expectGrammar } from '../grammar.ts'
import { allMajors, type Major, world } from './world.ts'

const text = fc.constantFrom(
  'Hi',
  'Grüße aus Köln',
  '',
  '{{ output }}',
  'a\nb\r\n\u2028',
  '[DONE]',
  '{"error":{"message":"x"}}',
)
const status = fc.record({
  status: fc.constantFrom('in_progress', 'completed', 'incomplete', 'failed', 'cancelled', 'expired'),
})
const index = fc.constantFrom(0, 1, 2, -1, 7)
const data = fc.oneof(
  fc.constant({}),
  fc.record({ status: fc.constantFrom('completed', 'paused') }),
  fc.record({ id: fc.constantFrom('msg_1', 'run_1') }),
  fc.record({ type: fc.constantFrom('message_creation', 'tool_calls') }),
  index.map((n) => ({ delta: { content: [{ index: n, type: 'text', text: { value: 'x' } }] } })),
  index.map((n) => ({ delta: { content: [{ index: n, type: 'refusal', refusal: 'No.' }] } })),
  fc.constant({ delta: { content: [{ type: 'text', text: { value: 'no index' } }] } }),
  index.map((n) => ({
    delta: {
      step_details: {
        type: 'tool_calls',
        tool_calls: [{ index: n, id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
    },
  })),
  index.map((n) => ({
    delta: {
      step_details: { type: 'tool_calls', tool_calls: [{ index: n, type: 'function', function: { arguments: '}' } }] },
    },
  })),
)
const events = fc.record({
  events: fc.array(fc.record({ event: fc.constantFrom(...cannedNames), data }), { minLength: 1, maxLength: 4 }),
})
const parts = fc.array(fc.oneof(text, fc.record({ refusal: text }), events, status), { minLength: 1, maxLength: 4 })
const calls = fc.array(
  fc.oneof(
    fc.constantFrom('code_interpreter', 'file_search', { function: 'get_weather' }),
    fc.record({ code_interpreter: fc.record({ input: text, outputs: fc.constant([{ logs: '1' }]) }) }),
  ),
  { minLength: 1, maxLength: 3 },
)
const line = fc.oneof(
  fc.record({ message: fc.oneof(text, parts) }),
  fc.record({ tool_calls: calls }),
  events,
  status,
  fc.record({ after: fc.constantFrom('1s', '2 polls') }),
)
const script = fc.array(line, { maxLength: 5 })

/** Major 4 does not know how to end in `thread.run.incomplete`. */
const throws = (major: Major, status: string) => major === 4 && status === 'incomplete'

test('without a fault no script makes the official stream helpers throw', async () => {
  await using emulated = await world({})
  let rested = 0
  await fc.assert(
    fc.asyncProperty(script, async (lines) => {
      try {
        await emulated.emulator.scenarios.put('default', { script: lines })
      } catch {
        // Nonsense is told when it is loaded.
        return
      }
      for (const major of allMajors) {
        const thread = await emulated.thread()
        const { runs } = emulated.client({ major }).beta.threads
        const stream = runs.stream(thread, { assistant_id: emulated.assistant })
        const problem = await stream.finalRun().then(
          () => undefined,
          (error: Error) => error.message,
        )
        const [run] = (await emulated.setup.beta.threads.runs.list(thread)).data
        rested++
        expect(run!.status).toMatch(/^(requires_action|completed|incomplete|failed|cancelled|expired)$/)
        expect(problem).toBe(throws(major, run!.status) ? 'Final run has not been received' : undefined)
      }
    }),
    { numRuns: 150, seed: 7 },
  )
  expect(rested).toBeGreaterThan(200)
})

const talk = 'script: [message: Hello there]'
const call = 'script: [tool_calls: [function: { name: get_weather, arguments: { city: Paris } }]]'

describe('each way of breaking the grammar of a stream is a fault of its own', () => {
  const stream = async (script: string, fault = '') => {
    await using emulated = await world(`${script}\nfaults: [${fault && `{ on: stream, ${fault} }`}]`)
    const { runs } = emulated.client().beta.threads
    const body = { assistant_id: emulated.assistant, stream: true as const }
    return await (await runs.create(await emulated.thread(), body).asResponse()).text()
  }

  test.each([talk, call])('%s, undisturbed', async (script) => {
    const told = await stream(script)
    expect(() => expectGrammar(told)).not.toThrow()
  })

  test.each([
    ['duplicate: thread.message.created'],
    ['missing: thread.message.created'],
    ['reorder: thread.message.created'],
    ['renamed: { from: thread.run.completed, to: thread.run.failed }'],
    ['malformed_json: thread.message.delta'],
    ['error_event: bare'],
    ['early_end:'],
    ['delta_before_created:'],
    ['two_open_messages:'],
    ['missing_index:'],
    ['unknown_event: thread.run.paused'],
    ['missing_done:'],
    ['unnamed_done:'],
    ['after_done:'],
    ['missing_index:', call],
    ['repeated_ids:', call],
  ])('%s', async (fault, script = talk) => {
    const told = await stream(script, fault)
    expect(() => expectGrammar(told)).toThrow()
  })
})
