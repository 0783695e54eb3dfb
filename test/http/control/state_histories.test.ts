import { expect, test } from 'vitest'
import type { State } from '../../../src/index.ts'
import { prepare, setUp } from './control.ts'

type World = ReturnType<typeof setUp>

const said = (words: number) => ({ script: [{ message: 'word '.repeat(words) }] })

/** The ids of runs that play these, one after the other. */
async function played({ client, emulator }: World, ...scenarios: (string | object)[]) {
  const { thread, assistant_id } = await prepare(client)
  const ids: string[] = []
  for (const scenario of scenarios) {
    emulator.next(scenario)
    const { id } = await client.beta.threads.runs.create(thread.id, { assistant_id })
    await emulator.clock.advance({ until: { run: id } })
    ids.push(id)
  }
  return { ids, thread_id: thread.id }
}

/** The same world in another emulator. */
async function moved({ control }: World, change = (state: State) => state): Promise<World> {
  const to = setUp({ clock: 'manual' })
  await to.control('PUT /state', change(await control<State & Record<string, unknown>>('GET /state')))
  return to
}

test('why a run failed, and at which line, is told afterwards too; one that goes on has one history', async () => {
  const from = setUp({ clock: 'manual' })
  const failing =
    'script:\n  - message: Wait\n  - status: failed\n    last_error: { code: server_error, message: No }\n'
  const scenarios = [failing, 'code-interpreter', 'expires-in-message', said(1500), 'two-rounds']
  const { ids, thread_id } = await played(from, ...scenarios)
  const to = await moved(from)
  const told = ({ emulator }: World) => ids.map((id) => emulator.runs.get(id))
  const before = told(from)

  expect(told(to)).toEqual(before)
  expect(before[0]!.history.at(-1)).toMatchObject({
    by: 'script',
    where: 'scenario "next 1":3',
    asked: { type: 'fail' },
  })
  expect(before[3]!.dropped).toBeGreaterThan(0)

  for (const { client, emulator } of [from, to]) {
    await emulator.clock.advance('1s')
    const { required_action } = await client.beta.threads.runs.retrieve(ids[4]!, { thread_id })
    const [call] = required_action!.submit_tool_outputs.tool_calls
    const tool_outputs = [{ tool_call_id: call!.id, output: 'Paris' }]
    await client.beta.threads.runs.submitToolOutputs(ids[4]!, { thread_id, tool_outputs })
    await emulator.clock.advance({ until: { run: ids[4]! } })
  }
  expect(told(to)).toEqual(told(from))
  expect(told(to)[4]!.history.length).toBeGreaterThan(before[4]!.history.length)
})

test('what was forgotten of a history is counted, here and wherever it is loaded', async () => {
  const from = setUp({ clock: 'manual' })
  const { ids } = await played(from, 'hello', ...Array.from({ length: 25 }, () => said(900)))
  const first = from.emulator.runs.get(ids[0]!)
  expect(first.history).toEqual([])
  expect(first.dropped).toBeGreaterThan(5)

  expect((await moved(from)).emulator.runs.get(ids[0]!)).toEqual(first)
})

test('of a run that was deleted with its thread nothing is exported', async () => {
  const from = setUp({ clock: 'manual' })
  const { thread_id } = await played(from, said(3))
  expect(from.emulator.state.save().emulator!.histories).toHaveLength(1)
  await from.client.beta.threads.delete(thread_id)
  expect(from.emulator.state.save().emulator!.histories).toEqual([])
})
