import { expect, test } from 'vitest'
import type { State } from '../../../src/index.ts'
import { prepare, setUp } from './control.ts'

/** An export with everything that only the emulator writes: a run in mid-script, a file in a vector store. */
async function exported() {
  const set = setUp({ clock: 'manual' })
  const { client, emulator } = set
  const { thread, assistant_id } = await prepare(client)
  await emulator.state.add({
    files: [{ id: 'file-sky', filename: 'sky.txt', content: 'The sky is blue.' }],
    vector_stores: [{ id: 'vs_facts', file_ids: ['file-sky'] }],
  })
  emulator.next('slow')
  await client.beta.threads.runs.create(thread.id, { assistant_id })
  await emulator.clock.advance('1s')
  return { ...set, thread, state: emulator.state.save() }
}

type Damage = (state: Required<State>) => unknown

const sealed: [string, Damage][] = [
  ['"emulator" is', ({ emulator }) => Object.assign(emulator, { scenarios: [] })],
  ['the origin is', ({ emulator }) => Object.assign(emulator.origin, { salt: 5 })],
  ['the journal is', ({ emulator }) => Object.assign(emulator.journal, { n: 0 })],
  ['an answer in the journal is', ({ emulator }) => Object.assign(emulator.journal.entries[0]!, { response: null })],
  ['the runs are', ({ threads }) => Object.assign(threads[0]!, { runs: 5 })],
  ['a run is', ({ threads }) => Object.assign(threads[0]!.runs![0]!, { run: null })],
  ['where a run stands is', ({ threads }) => Object.assign(threads[0]!.runs![0]!.active!.play, { frames: {} })],
  ['a thread is gone, with its runs, that is', ({ threads }) => threads.splice(0)],
  ['a file of a vector store is', ({ vector_stores }) => Object.assign(vector_stores[0]!, { files: [{}] })],
]

test.each(sealed)('what only the emulator writes cannot be changed: %s', async (_, damage) => {
  const { client, control, refusal, thread, state } = await exported()
  damage(state as Required<State>)
  const refused = await refusal('PUT /state', state)
  expect(refused.message).toMatch(/has been changed since it was exported, where only the emulator writes/)
  expect(refused.code).toBe('changed_state')
  // Nothing is lost, nor in a document of all projects.
  await refusal('PUT /state?project=*', { run_emulator_state: 1, projects: { other: {}, default: state } })
  await client.beta.threads.retrieve(thread.id)
  expect(await control('GET /projects')).toMatchObject({ data: [{ name: 'default' }] })
})

test('objects and the clock of an export may be changed by hand', async () => {
  const { client, emulator, control, thread, state } = await exported()
  state.threads![0]!.metadata = { kept: 'yes' }
  state.assistants![0]!.name = 'Renamed'
  state.emulator!.clock.now += 60_000
  await control('PUT /state', state)
  expect((await client.beta.threads.retrieve(thread.id)).metadata).toEqual({ kept: 'yes' })
  expect((await client.beta.assistants.list()).data[0]!.name).toBe('Renamed')
  expect(emulator.clock.now().toISOString()).toBe('2026-01-01T00:01:01.000Z')
})

const assistant = (tools: unknown) => ({ assistants: [{ id: 'asst_1', model: 'm', tools }] })
const message = (content: unknown) => ({ threads: [{ id: 'thread_1', messages: [{ role: 'user', content }] }] })

const seeds: [string, object, RegExp][] = [
  ['tools that are none', assistant(5), /expected a list, but this is the number 5/],
  ['a tool without its function', assistant([{ type: 'function' }]), /"function" is missing here/],
  [
    'resources that are none',
    { threads: [{ id: 'thread_1', tool_resources: { file_search: 1 } }] },
    /expected a mapping/,
  ],
  ['content that is none', message([{}]), /"type" is missing here/],
  ['a text without annotations', message([{ type: 'text', text: { value: 'x' } }]), /"annotations" is missing here/],
  ['counts that are none', { vector_stores: [{ id: 'vs_1', file_counts: [] }] }, /expected a mapping/],
  ['runs, but no emulator', { threads: [{ id: 'thread_1', runs: [] }] }, /thread_1 has what only an exported state/],
  ['a file that is not there', { vector_stores: [{ id: 'vs_1', file_ids: ['file-1'] }] }, /has the file file-1, which/],
  ['a clock beyond time', { emulator: { clock: { mode: 'skip', now: 1e300 }, seal: '' } }, /that is at most/],
]

test.each(seeds)('a seed file with %s is refused, and nothing is added or lost', async (_, seed, message) => {
  const { client, refusal } = setUp()
  const { id } = await client.beta.threads.create()
  expect((await refusal('PUT /state', seed)).message).toMatch(message)
  if (!('emulator' in seed)) expect((await refusal('POST /state', { ...seed, files: [] })).message).toMatch(message)
  await client.beta.threads.retrieve(id)
  expect((await client.beta.assistants.list()).data).toEqual([])
})
