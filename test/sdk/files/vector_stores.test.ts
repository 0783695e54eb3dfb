import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { setUp } from './set_up.ts'

const counts = (given: Partial<OpenAI.VectorStore.FileCounts>) => ({
  in_progress: 0,
  completed: 0,
  failed: 0,
  cancelled: 0,
  total: Object.values(given).reduce((sum, n) => sum + n, 0),
  ...given,
})

test('a vector store is created, read, changed, listed and deleted', async () => {
  const { openai } = setUp()

  const store = await openai.vectorStores.create({ name: 'Handbook', metadata: { team: 'red' } })
  expect(store).toEqual({
    id: store.id,
    object: 'vector_store',
    created_at: store.created_at,
    name: 'Handbook',
    description: null,
    usage_bytes: 0,
    file_counts: counts({}),
    status: 'completed',
    expires_after: null,
    expires_at: null,
    last_active_at: store.created_at,
    metadata: { team: 'red' },
  })
  expect(store.id).toMatch(/^vs_[0-9a-f]{32}$/)

  const changed = await openai.vectorStores.update(store.id, { name: 'Book', metadata: { team: 'blue' } })
  expect(changed).toMatchObject({ name: 'Book', metadata: { team: 'blue' } })
  expect(await openai.vectorStores.retrieve(store.id)).toEqual(changed)
  const second = await openai.vectorStores.create({})
  expect((await openai.vectorStores.list()).data.map(({ id }) => id)).toEqual([second.id, store.id])
  expect(await openai.vectorStores.delete(store.id)).toEqual({
    id: store.id,
    object: 'vector_store.deleted',
    deleted: true,
  })
  await expect(openai.vectorStores.retrieve(store.id)).rejects.toThrow(
    `404 No vector store found with id '${store.id}'.`,
  )
})

test('files are in progress when they are attached, then completed', async () => {
  const { openai, upload } = setUp()
  const file = await upload('text.txt', 'Hello world!')
  const store = await openai.vectorStores.create({ file_ids: [file.id] })
  expect(store).toMatchObject({ status: 'in_progress', usage_bytes: 0, file_counts: counts({ in_progress: 1 }) })

  const done = await openai.vectorStores.files.poll(store.id, file.id)

  // Twelve bytes were 1036 on the service.
  expect(done).toEqual({
    id: file.id,
    object: 'vector_store.file',
    usage_bytes: 1036,
    created_at: store.created_at,
    vector_store_id: store.id,
    status: 'completed',
    last_error: null,
    chunking_strategy: { type: 'static', static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 } },
    attributes: {},
  })
  expect(await openai.vectorStores.retrieve(store.id)).toMatchObject({
    status: 'completed',
    usage_bytes: 1036,
    file_counts: counts({ completed: 1 }),
    last_active_at: store.created_at + 1,
  })
})

test('the polling helpers work: upload, attach, a batch', async () => {
  const { openai, upload } = setUp()
  const { id } = await openai.vectorStores.create({})
  const files = ['a.md', 'b.md', 'c.md'].map((name) => new File([`The text of ${name}`], name))

  const batch = await openai.vectorStores.fileBatches.uploadAndPoll(id, { files })
  expect(batch).toMatchObject({
    object: 'vector_store.file_batch',
    status: 'completed',
    vector_store_id: id,
    file_counts: counts({ completed: 3 }),
  })
  expect(batch.id).toMatch(/^vsfb_ibj_[0-9a-f]{32}$/)

  const fourth = await upload('d.md', 'The fourth')
  const attached = await openai.vectorStores.files.createAndPoll(id, { file_id: fourth.id, attributes: { page: 4 } })
  expect(attached).toMatchObject({ status: 'completed', attributes: { page: 4 } })
  expect((await openai.vectorStores.files.uploadAndPoll(id, new File(['The fifth'], 'e.md'))).status).toBe('completed')

  expect((await openai.vectorStores.files.list(id)).data).toHaveLength(5)
  const listed = (await openai.vectorStores.fileBatches.listFiles(batch.id, { vector_store_id: id })).data
  expect(listed).toHaveLength(3)
  expect(Object.keys(listed[0]!)).toEqual(Object.keys(attached))
})

test('how a file is cut is echoed; its text is there whole', async () => {
  const { openai, upload } = setUp()
  const file = await upload('long.txt', 'One two three four. '.repeat(200))
  const { id } = await openai.vectorStores.create({
    file_ids: [file.id],
    chunking_strategy: { type: 'static', static: { max_chunk_size_tokens: 100, chunk_overlap_tokens: 50 } },
  })
  const done = await openai.vectorStores.files.poll(id, file.id)
  expect(done.chunking_strategy).toEqual({
    type: 'static',
    static: { max_chunk_size_tokens: 100, chunk_overlap_tokens: 50 },
  })
  const { data } = await openai.vectorStores.files.content(file.id, { vector_store_id: id })
  expect(data).toEqual([{ type: 'text', text: 'One two three four. '.repeat(200) }])
  expect((await openai.vectorStores.search(id, { query: 'three', max_num_results: 50 })).data.length).toBeGreaterThan(
    10,
  )
})

test('attributes are changed, and searches filter by them', async () => {
  const { openai, upload } = setUp()
  const { id: vector_store_id } = await openai.vectorStores.create({})
  const attach = async (name: string, attributes: Record<string, string | number | boolean>) => {
    const { id: file_id } = await upload(name, `What ${name} says about penguins.`)
    await openai.vectorStores.files.createAndPoll(vector_store_id, { file_id, attributes })
    return file_id
  }
  const [old, fresh] = [await attach('old.txt', { year: 1999, team: 'red' }), await attach('new.txt', { year: 2024 })]
  const found = async (filters?: OpenAI.VectorStoreSearchParams['filters']) => {
    const { data } = await openai.vectorStores.search(vector_store_id, {
      query: 'penguins',
      ...(filters && { filters }),
    })
    return data.map(({ filename }) => filename).sort()
  }

  expect(await found()).toEqual(['new.txt', 'old.txt'])
  expect(await found({ type: 'gt', key: 'year', value: 2000 })).toEqual(['new.txt'])
  expect(
    await found({
      type: 'or',
      filters: [
        { type: 'eq', key: 'team', value: 'red' },
        { type: 'eq', key: 'team', value: 'blue' },
      ],
    }),
  ).toEqual(['old.txt'])

  const changed = await openai.vectorStores.files.update(fresh, { vector_store_id, attributes: { team: 'blue' } })
  expect(changed.attributes).toEqual({ team: 'blue' })
  expect(await found({ type: 'gt', key: 'year', value: 2000 })).toEqual([])
  expect(await found({ type: 'in', key: 'team', value: ['red', 'blue'] })).toEqual(['new.txt', 'old.txt'])
  await openai.vectorStores.files.update(old, { vector_store_id, attributes: null })
  expect(await found({ type: 'eq', key: 'team', value: 'red' })).toEqual([])
})

test('a search gives the best passages first, with scores, a threshold and a limit', async () => {
  const { openai, upload } = setUp()
  const files = {
    'returns.md': 'You may return shoes within thirty days. Refunds are paid within a week.',
    'shipping.md': 'Shipping is free in Europe. Shoes are sent on the same day.',
    'jobs.md': 'We are looking for a gardener.',
  }
  const ids = await Promise.all(Object.entries(files).map(async ([name, text]) => (await upload(name, text)).id))
  const { id } = await openai.vectorStores.create({ file_ids: ids })
  const search = async (query: string | string[], options: Partial<OpenAI.VectorStoreSearchParams> = {}) => {
    const page = await openai.vectorStores.search(id, { query, ...options })
    return page.data.map(({ filename, score }) => [filename, score] as const)
  }

  const hits = await search('When are refunds for returned shoes paid?')
  expect(hits.map(([name]) => name)).toEqual(['returns.md', 'shipping.md', 'jobs.md'])
  const [best, second, last] = hits.map(([, score]) => score)
  expect(best).toBe(1)
  expect(second).toBe(0.5)
  expect(last).toBe(0)
  expect(await search('refunds for shoes', { ranking_options: { score_threshold: 0.9 } })).toEqual([['returns.md', 1]])
  expect(await search('shoes', { max_num_results: 1 })).toHaveLength(1)
  expect(
    (await search(['gardener', 'refunds'], { ranking_options: { score_threshold: 0.1 } })).map(([name]) => name).sort(),
  ).toEqual(['jobs.md', 'returns.md'])
})

test('the answer of a search has the page of the service, and the question as it was looked for', async () => {
  const { openai, upload } = setUp()
  const file = await upload('a.txt', 'Penguins swim.')
  const { id } = await openai.vectorStores.create({ file_ids: [file.id] })
  await openai.vectorStores.files.poll(id, file.id)
  const ask = async (rewrite_query: boolean) =>
    openai.post<object>(`/vector_stores/${id}/search`, { body: { query: 'Do penguins swim?', rewrite_query } })

  expect(await ask(false)).toEqual({
    object: 'vector_store.search_results.page',
    search_query: ['Do penguins swim?'],
    data: [
      {
        file_id: file.id,
        filename: 'a.txt',
        score: 1,
        attributes: {},
        content: [{ type: 'text', text: 'Penguins swim.' }],
      },
    ],
    has_more: false,
    next_page: null,
  })
  expect(await ask(true)).toMatchObject({ search_query: ['penguins swim'] })
})

test('a file that is removed is not found any more, one that is deleted is in no vector store', async () => {
  const { openai, upload } = setUp()
  const [first, second] = [await upload('a.txt', 'apples'), await upload('b.txt', 'pears')]
  const { id } = await openai.vectorStores.create({ file_ids: [first.id, second.id] })
  await openai.vectorStores.files.poll(id, second.id)
  const names = async () =>
    (await openai.vectorStores.search(id, { query: 'fruit' })).data.map(({ filename }) => filename)
  expect(await names()).toEqual(['a.txt', 'b.txt'])

  expect(await openai.vectorStores.files.delete(first.id, { vector_store_id: id })).toEqual({
    id: first.id,
    object: 'vector_store.file.deleted',
    deleted: true,
  })
  expect(await names()).toEqual(['b.txt'])
  expect((await openai.files.retrieve(first.id)).id).toBe(first.id)
  await expect(openai.vectorStores.files.retrieve(first.id, { vector_store_id: id })).rejects.toThrow(
    `404 No file found with id '${first.id}' in vector store '${id}'.`,
  )

  await openai.files.delete(second.id)
  expect(await names()).toEqual([])
  expect(await openai.vectorStores.retrieve(id)).toMatchObject({ usage_bytes: 0, file_counts: counts({}) })
})

test('files of a batch may each have their own attributes', async () => {
  const { openai, upload } = setUp()
  const [first, second] = [await upload('a.txt', 'apples'), await upload('b.txt', 'pears')]
  const { id } = await openai.vectorStores.create({})
  const params = { files: [{ file_id: first.id, attributes: { n: 1 } }, { file_id: second.id }] }
  await openai.vectorStores.fileBatches.createAndPoll(id, params)
  const { data } = await openai.vectorStores.files.list(id, { order: 'asc' })
  expect(data.map(({ attributes }) => attributes)).toEqual([{ n: 1 }, {}])
})

test('an unused vector store expires; using it puts that off', async () => {
  const { emulator, openai, upload } = setUp()
  const file = await upload('a.txt', 'apples')
  const store = await openai.vectorStores.create({
    file_ids: [file.id],
    expires_after: { anchor: 'last_active_at', days: 1 },
  })
  await openai.vectorStores.files.poll(store.id, file.id)
  await emulator.clock.advance('23h')
  await openai.vectorStores.search(store.id, { query: 'apples' })
  await emulator.clock.advance('23h')
  const used = await openai.vectorStores.retrieve(store.id)
  expect(used.status).toBe('completed')
  expect(used.expires_at! - used.last_active_at!).toBe(24 * 3600)

  await emulator.clock.advance('1h')

  expect((await openai.vectorStores.retrieve(store.id)).status).toBe('expired')
  const gone = `400 Vector store '${store.id}' has expired.`
  await expect(openai.vectorStores.search(store.id, { query: 'apples' })).rejects.toThrow(gone)
  await expect(openai.vectorStores.files.create(store.id, { file_id: file.id })).rejects.toThrow(gone)
})

test('what has expired stays so, whatever becomes of it', async () => {
  const { emulator, openai, upload } = setUp({
    scenarios: { slow: { vector_store_files: [{ filename: 'late.txt', after: '48h' }] } },
  })
  const late = await upload('late.txt', 'apples')
  const { id, created_at } = await openai.vectorStores.create({
    expires_after: { anchor: 'last_active_at', days: 1 },
  })
  await openai.vectorStores.files.create(id, { file_id: late.id })
  await emulator.clock.advance('25h')
  await emulator.clock.advance('24h')
  await openai.vectorStores.update(id, { name: 'Old', expires_after: { anchor: 'last_active_at', days: 30 } })
  expect(await openai.vectorStores.retrieve(id)).toMatchObject({
    status: 'expired',
    last_active_at: created_at,
    expires_at: created_at + 24 * 3600,
    file_counts: counts({ cancelled: 1 }),
  })
})

test('an expiry can be given and taken away', async () => {
  const { emulator, openai } = setUp()
  const { id, created_at } = await openai.vectorStores.create({})
  const expiring = await openai.vectorStores.update(id, { expires_after: { anchor: 'last_active_at', days: 2 } })
  expect(expiring.expires_at).toBe(created_at + 2 * 24 * 3600)
  expect((await openai.vectorStores.update(id, { expires_after: null })).expires_at).toBe(null)
  await emulator.clock.advance('72h')
  expect((await openai.vectorStores.retrieve(id)).status).toBe('completed')
})
