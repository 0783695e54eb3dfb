import { expect, test } from 'vitest'
import { setUp } from './set_up.ts'

/** A vector store among four, with four files of one batch. */
async function world() {
  const { openai, upload } = setUp()
  const stores: string[] = []
  for (let n = 0; n < 4; n++) stores.push((await openai.vectorStores.create({})).id)
  const files: string[] = []
  for (const name of ['a.txt', 'b.txt', 'c.txt', 'd.txt']) files.push((await upload(name, name)).id)
  const store = stores[0]!
  const batch = await openai.vectorStores.fileBatches.createAndPoll(store, { file_ids: files })
  const { vectorStores } = openai
  const lists = {
    'vector stores': { items: stores, list: vectorStores.list.bind(vectorStores) },
    'files of one': { items: files, list: (query: object) => vectorStores.files.list(store, query) },
    'files of a batch': {
      items: files,
      list: (query: object) => vectorStores.fileBatches.listFiles(batch.id, { vector_store_id: store, ...query }),
    },
  }
  return lists
}

test.each(['vector stores', 'files of one', 'files of a batch'] as const)(
  '%s are listed page by page',
  async (name) => {
    const { items, list } = (await world())[name]
    const [first, second, third, fourth] = items
    const ids = async (query: object) => (await list(query)).data.map(({ id }) => id)
    expect(await ids({})).toEqual([...items].reverse())
    expect(await ids({ order: 'asc', limit: 2 })).toEqual([first, second])
    expect(await ids({ order: 'asc', after: second })).toEqual([third, fourth])
    expect(await ids({ order: 'asc', before: third })).toEqual([first, second])
    const page = await list({ limit: 3 })
    expect([page.data.length, page.has_more]).toEqual([3, true])
    const all: string[] = []
    for await (const { id } of list({ limit: 1 })) all.push(id)
    expect(all).toEqual([...items].reverse())
  },
)

test('the files of a batch can be those of one status', async () => {
  const { openai, upload } = setUp({
    scenarios: { one_fails: { vector_store_files: [{ filename: 'bad.txt', status: 'failed' }] } },
  })
  const file_ids = [(await upload('good.txt', 'x')).id, (await upload('bad.txt', 'x')).id]
  const { id: vector_store_id } = await openai.vectorStores.create({})
  const batch = await openai.vectorStores.fileBatches.createAndPoll(vector_store_id, { file_ids })
  const ids = async (filter: 'failed' | 'completed' | 'in_progress') =>
    (await openai.vectorStores.fileBatches.listFiles(batch.id, { vector_store_id, filter })).data.map(({ id }) => id)
  expect(await ids('completed')).toEqual([file_ids[0]])
  expect(await ids('failed')).toEqual([file_ids[1]])
  expect(await ids('in_progress')).toEqual([])
})

test('a vector store that is deleted leaves its files', async () => {
  const { openai, upload } = setUp()
  const file = await upload('a.txt', 'x')
  const { id } = await openai.vectorStores.create({ file_ids: [file.id] })
  await openai.vectorStores.delete(id)
  expect(await openai.files.retrieve(file.id)).toEqual(file)
})
