import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI from 'openai'
import OpenAI4 from 'openai4'
import OpenAI7 from 'openai7'
import { createEmulator, type Emulator } from 'run-emulator'
import { afterAll, describe, expect, test } from 'vitest'

/** What an application hands to a file helper: a stream from disk, a file, a blob that `toFile` names. */
const folder = mkdtempSync(join(tmpdir(), 'helpers-'))
const path = join(folder, 'disk.md')
writeFileSync(path, 'Penguins swim.')
afterAll(() => rmSync(folder, { recursive: true }))

interface Settled {
  id: string
  status: string
}
/** The file helpers of one client, as its major spells them. */
interface Helpers {
  toFile(value: unknown, name: string): Promise<File>
  create(file: unknown): Promise<{ id: string; filename: string; bytes: number }>
  waitForProcessing(id: string): Promise<{ status: string }>
  store(): Promise<{ id: string }>
  uploadAndPoll(store: string, file: unknown): Promise<Settled>
  createAndPoll(store: string, id: string): Promise<Settled>
  poll(store: string, id: string): Promise<Settled>
  uploadBatch(store: string, files: unknown[], fileIds: string[]): Promise<Settled & { file_counts: object }>
  createBatch(store: string, ids: string[]): Promise<Settled>
  listFiles(store: string, batch: string): Promise<string[]>
  search(store: string, query: string): Promise<string[]>
}

const options = ({ url }: Emulator) => ({ apiKey: 'any', baseURL: url, maxRetries: 0 })

const later =
  (Major: typeof OpenAI, toFile: typeof OpenAI.toFile) =>
  (emulator: Emulator): Helpers => {
    const { files, vectorStores } = new Major({ ...options(emulator), fetch: emulator.fetch })
    return {
      toFile: (value, name) => toFile(value as never, name),
      create: (file) => files.create({ file: file as File, purpose: 'assistants' }),
      waitForProcessing: (id) => files.waitForProcessing(id),
      store: () => vectorStores.create({}),
      uploadAndPoll: (store, file) => vectorStores.files.uploadAndPoll(store, file as File),
      createAndPoll: (store, file_id) => vectorStores.files.createAndPoll(store, { file_id }),
      poll: (store, id) => vectorStores.files.poll(store, id),
      uploadBatch: (store, given, fileIds) =>
        vectorStores.fileBatches.uploadAndPoll(store, { files: given as File[], fileIds }),
      createBatch: (store, file_ids) => vectorStores.fileBatches.createAndPoll(store, { file_ids }),
      listFiles: async (vector_store_id, batch) =>
        (await vectorStores.fileBatches.listFiles(batch, { vector_store_id })).data.map(({ id }) => id),
      search: async (store, query) =>
        (await vectorStores.search(store, { query })).data.map(({ filename }) => filename),
    }
  }

const major4 = (emulator: Emulator): Helpers => {
  const { files, vectorStores } = new OpenAI4({ ...options(emulator), fetch: emulator.fetch as never })
  return {
    toFile: async (value, name) => (await OpenAI4.toFile(value as never, name)) as never,
    create: (file) => files.create({ file: file as never, purpose: 'assistants' }),
    waitForProcessing: (id) => files.waitForProcessing(id),
    store: () => vectorStores.create({}),
    uploadAndPoll: (store, file) => vectorStores.files.uploadAndPoll(store, file as never),
    createAndPoll: (store, file_id) => vectorStores.files.createAndPoll(store, { file_id }),
    poll: (store, id) => vectorStores.files.poll(store, id),
    uploadBatch: (store, given, fileIds) =>
      vectorStores.fileBatches.uploadAndPoll(store, { files: given as never, fileIds }),
    createBatch: (store, file_ids) => vectorStores.fileBatches.createAndPoll(store, { file_ids }),
    listFiles: async (store, batch) =>
      (await vectorStores.fileBatches.listFiles(store, batch)).data.map(({ id }) => id),
    search: async (store, query) => (await vectorStores.search(store, { query })).data.map(({ filename }) => filename),
  }
}

describe.each<[number, (emulator: Emulator) => Helpers]>([
  [4, major4],
  [6, later(OpenAI, OpenAI.toFile)],
  [7, later(OpenAI7 as unknown as typeof OpenAI, OpenAI7.toFile as typeof OpenAI.toFile)],
])('the file helpers of openai %i', (_, make) => {
  test('upload from a stream, a file, bytes and a blob', async () => {
    const helpers = make(createEmulator())
    const given = [
      createReadStream(path),
      new File(['Penguins swim.'], 'disk.md'),
      await helpers.toFile(Buffer.from('Penguins swim.'), 'disk.md'),
      await helpers.toFile(new Blob(['Penguins swim.']), 'disk.md'),
    ]
    for (const file of given) {
      const { id, filename, bytes } = await helpers.create(file)
      expect([filename, bytes]).toEqual(['disk.md', 14])
      expect((await helpers.waitForProcessing(id)).status).toBe('processed')
    }
  })

  test('attach and poll, one by one and together', async () => {
    const emulator = createEmulator()
    const helpers = make(emulator)
    const { id: store } = await helpers.store()
    const first = await helpers.uploadAndPoll(store, createReadStream(path))
    const { id } = await helpers.create(new File(['Ostriches run.'], 'file.md'))
    const second = await helpers.createAndPoll(store, id)
    expect([first.status, second.status, (await helpers.poll(store, id)).status]).toEqual(Array(3).fill('completed'))

    const files = [new File(['Apples'], 'a.txt'), new File(['Pears'], 'b.txt')]
    const batch = await helpers.uploadBatch(store, files, [id])
    expect(batch).toMatchObject({ status: 'completed', file_counts: { completed: 3, total: 3 } })
    expect(await helpers.listFiles(store, batch.id)).toHaveLength(3)
    expect((await helpers.createBatch(store, [id])).status).toBe('completed')
    expect((await helpers.search(store, 'Which birds swim?'))[0]).toBe('disk.md')
    // Majors 6 and 7 ask for `data:,` before they upload.
    emulator.verify({ nothing_left: true })
  })
})
