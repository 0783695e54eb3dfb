import { expect, test } from 'vitest'
import { setUp } from './set_up.ts'

const invalid = { code: 'invalid_file', message: 'The file could not be parsed.' }

test('a scenario says how files of a name are taken in, wherever they are attached', async () => {
  const { openai, upload } = setUp({
    scenarios: {
      scans: {
        vector_store_files: [
          { filename: { glob: 'scan-*.pdf' }, after: '30s', status: 'failed', last_error: invalid },
          { filename: 'notes.txt', status: 'cancelled' },
        ],
      },
    },
  })
  const names = ['scan-1.pdf', 'notes.txt', 'good.txt']
  const ids = await Promise.all(names.map(async (name) => (await upload(name, 'text')).id))
  const { id, created_at } = await openai.vectorStores.create({})

  const batch = await openai.vectorStores.fileBatches.createAndPoll(id, { file_ids: ids })

  expect(batch.file_counts).toEqual({ in_progress: 0, completed: 1, failed: 1, cancelled: 1, total: 3 })
  const { data } = await openai.vectorStores.files.list(id, { order: 'asc' })
  expect(data.map(({ status, last_error }) => [status, last_error])).toEqual([
    ['failed', invalid],
    ['cancelled', null],
    ['completed', null],
  ])
  expect((await openai.vectorStores.files.list(id, { filter: 'failed' })).data.map((file) => file.id)).toEqual([ids[0]])
  expect((await openai.vectorStores.retrieve(id)).last_active_at! - created_at).toBe(30)
})

test('a scenario that names no file is for requests that name it, and for vector stores that do', async () => {
  const { openai, upload } = setUp()
  const file = await upload('a.txt', 'text')
  const named = await openai.vectorStores.create({ metadata: { emulator_scenario: 'file-not-parsed' } })
  const other = await openai.vectorStores.create({})
  const status = async (id: string, headers = {}) => {
    await openai.vectorStores.files.create(id, { file_id: file.id }, { headers })
    return (await openai.vectorStores.files.poll(id, file.id)).status
  }

  expect(await status(named.id)).toBe('failed')
  expect(await status(other.id)).toBe('completed')
  expect(await status(other.id, { 'x-emulator-scenario': 'file-not-parsed' })).toBe('failed')
  await expect(status(other.id, { 'x-emulator-scenario': 'no-such' })).rejects.toThrow('There is no scenario "no-such"')
})

test('a polling client can be shown every status', async () => {
  const { openai, upload } = setUp()
  const file = await upload('a.txt', 'text')
  const { id } = await openai.vectorStores.create({ metadata: { emulator_scenario: 'slow-ingestion' } })
  await openai.vectorStores.files.create(id, { file_id: file.id })

  const seen: unknown[] = []
  for (let n = 0; n < 3; n++) {
    const { data, response } = await openai.vectorStores.files.retrieve(file.id, { vector_store_id: id }).withResponse()
    seen.push([data.status, response.headers.get('openai-poll-after-ms')])
  }
  expect(seen).toEqual([
    ['in_progress', '10'],
    ['in_progress', '10'],
    ['completed', null],
  ])
})

test('reads of a batch and of the vector store count too', async () => {
  const { openai, upload } = setUp({
    scenarios: { slow: { vector_store_files: [{ filename: { glob: '*' }, after: '2 polls' }] } },
  })
  const file = await upload('a.txt', 'text')
  const { id } = await openai.vectorStores.create({})
  const batch = await openai.vectorStores.fileBatches.create(id, { file_ids: [file.id] })
  expect((await openai.vectorStores.fileBatches.retrieve(batch.id, { vector_store_id: id })).status).toBe('in_progress')
  expect((await openai.vectorStores.retrieve(id)).status).toBe('in_progress')
  expect((await openai.vectorStores.retrieve(id)).status).toBe('completed')
})

test('an ingestion that never ends ends when its batch is cancelled', async () => {
  const { emulator, openai, upload } = setUp({
    scenarios: { stuck: { vector_store_files: [{ filename: 'stuck.txt', status: 'in_progress' }] } },
  })
  const ids = await Promise.all(['stuck.txt', 'good.txt'].map(async (name) => (await upload(name, 'text')).id))
  const { id: vector_store_id } = await openai.vectorStores.create({})
  const batch = await openai.vectorStores.fileBatches.create(vector_store_id, { file_ids: ids })
  await emulator.clock.advance('24h')
  expect((await openai.vectorStores.fileBatches.retrieve(batch.id, { vector_store_id })).status).toBe('in_progress')

  const cancelled = await openai.vectorStores.fileBatches.cancel(batch.id, { vector_store_id })

  expect(cancelled).toMatchObject({
    status: 'cancelled',
    file_counts: { in_progress: 0, completed: 1, failed: 0, cancelled: 1, total: 2 },
  })
  expect(await openai.vectorStores.fileBatches.cancel(batch.id, { vector_store_id })).toEqual(cancelled)
  expect((await openai.vectorStores.retrieve(vector_store_id)).status).toBe('completed')
})

test('a batch that is done cannot be cancelled any more: it stays as it is', async () => {
  const { openai, upload } = setUp()
  const file = await upload('a.txt', 'text')
  const { id: vector_store_id } = await openai.vectorStores.create({})
  const done = await openai.vectorStores.fileBatches.createAndPoll(vector_store_id, { file_ids: [file.id] })
  expect(await openai.vectorStores.fileBatches.cancel(done.id, { vector_store_id })).toEqual(done)
})

test('an item is used up after so many files', async () => {
  const { openai, upload } = setUp({
    scenarios: { once: { vector_store_files: [{ filename: 'a.txt', times: 1, status: 'failed' }] } },
  })
  const file = await upload('a.txt', 'text')
  const { id } = await openai.vectorStores.create({})
  const attach = () => openai.vectorStores.files.createAndPoll(id, { file_id: file.id })

  expect(await attach()).toMatchObject({
    status: 'failed',
    last_error: { code: 'server_error', message: 'An internal error occurred.' },
  })
  expect((await attach()).status).toBe('completed')
  expect((await openai.vectorStores.retrieve(id)).file_counts).toMatchObject({ completed: 1, total: 1 })
})

test('real time passes between attaching and completing', async () => {
  const { emulator, openai, upload } = setUp({ clock: 'manual' })
  const file = await upload('a.txt', 'text')
  const { id } = await openai.vectorStores.create({ file_ids: [file.id] })
  const status = async () => (await openai.vectorStores.retrieve(id)).status
  expect(await status()).toBe('in_progress')
  await emulator.clock.advance(999)
  expect(await status()).toBe('in_progress')
  await emulator.clock.advance(1)
  expect(await status()).toBe('completed')
})

test.each([
  [{ status: 'failed', last_errors: {} }, 'unknown word "last_errors"'],
  [{ status: 'broken' }, '"broken" is not known here'],
  [{ last_error: invalid }, '"last_error" belongs to status: failed'],
  [{ after: '1s', status: 'in_progress' }, '"after" has no effect'],
  [{ after: '1s to 2s' }, '"after" is one time here'],
  [{ after: 'soon' }, 'expected a wait'],
])('a mistake is told where it is: %j', (line, message) => {
  expect(() => setUp({ scenarios: { wrong: { vector_store_files: [line] } } })).toThrow(message)
})
