import { expect, test } from 'vitest'
import { setUp } from './set_up.ts'

const search = [{ type: 'file_search' as const }]
const code = [{ type: 'code_interpreter' as const }]

test('an attachment makes a vector store for its thread, which lives for seven days', async () => {
  const { openai, upload } = setUp()
  const file = await upload('a.txt', 'apples')
  const { id } = await openai.beta.threads.create()

  const message = await openai.beta.threads.messages.create(id, {
    role: 'user',
    content: 'What is in it?',
    attachments: [
      { file_id: file.id, tools: search },
      { file_id: file.id, tools: code },
    ],
  })

  expect(message.attachments).toEqual([
    { file_id: file.id, tools: search },
    { file_id: file.id, tools: code },
  ])
  const { tool_resources } = await openai.beta.threads.retrieve(id)
  expect(tool_resources!.code_interpreter).toEqual({ file_ids: [file.id] })
  const [store_id] = tool_resources!.file_search!.vector_store_ids!
  expect(await openai.vectorStores.retrieve(store_id!)).toMatchObject({
    expires_after: { anchor: 'last_active_at', days: 7 },
    file_counts: { total: 1 },
  })
})

test('later attachments join it', async () => {
  const { openai, upload } = setUp()
  const [first, second] = [await upload('a.txt', 'apples'), await upload('b.txt', 'pears')]
  const { id, tool_resources } = await openai.beta.threads.create({
    messages: [{ role: 'user', content: 'One', attachments: [{ file_id: first.id, tools: search }] }],
  })
  const store_id = tool_resources!.file_search!.vector_store_ids![0]!

  await openai.beta.threads.messages.create(id, {
    role: 'user',
    content: 'Two',
    attachments: [{ file_id: second.id, tools: [...search, ...code] }],
  })

  expect((await openai.beta.threads.retrieve(id)).tool_resources).toEqual({
    code_interpreter: { file_ids: [second.id] },
    file_search: { vector_store_ids: [store_id] },
  })
  expect((await openai.vectorStores.files.list(store_id, { order: 'asc' })).data.map((file) => file.id)).toEqual([
    first.id,
    second.id,
  ])
})

test('so do those of a new thread that brings a vector store along, and of the messages of a run', async () => {
  const { openai, upload } = setUp()
  const files = await Promise.all(['a.txt', 'b.txt', 'c.txt'].map((name) => upload(name, name)))
  const [first, second, third] = files.map(({ id }) => id)
  const { id: assistant_id } = await openai.beta.assistants.create({ model: 'gpt-4o' })
  const { id, tool_resources } = await openai.beta.threads.create({
    tool_resources: { file_search: { vector_stores: [{ file_ids: [first!], metadata: { made: 'along' } }] } },
    messages: [{ role: 'user', content: 'Hi', attachments: [{ file_id: second!, tools: search }] }],
  })
  const store_id = tool_resources!.file_search!.vector_store_ids![0]!

  await openai.beta.threads.runs.createAndPoll(id, {
    assistant_id,
    additional_messages: [{ role: 'user', content: 'And', attachments: [{ file_id: third!, tools: search }] }],
  })

  const store = await openai.vectorStores.retrieve(store_id)
  expect(store).toMatchObject({ metadata: { made: 'along' }, expires_after: null, file_counts: { total: 3 } })
  expect((await openai.vectorStores.list()).data).toHaveLength(1)
})

test('a run whose vector store has expired fails', async () => {
  const { emulator, openai, upload } = setUp()
  const file = await upload('a.txt', 'apples')
  const { id: assistant_id } = await openai.beta.assistants.create({ model: 'gpt-4o', tools: search })
  const { id, tool_resources } = await openai.beta.threads.create({
    messages: [{ role: 'user', content: 'Apples?', attachments: [{ file_id: file.id, tools: search }] }],
  })
  await emulator.clock.advance(`${8 * 24}h`)

  const run = await openai.beta.threads.runs.createAndPoll(id, { assistant_id, tool_choice: { type: 'file_search' } })

  expect(run.status).toBe('failed')
  expect(run.last_error?.message).toBe(
    `Vector store '${tool_resources!.file_search!.vector_store_ids![0]}' has expired.`,
  )
})

test('a refused run has made no vector store', async () => {
  const { openai, upload } = setUp()
  const file = await upload('a.txt', 'apples')
  const thread = {
    messages: [{ role: 'user' as const, content: 'Hi', attachments: [{ file_id: file.id, tools: search }] }],
  }
  await expect(openai.beta.threads.createAndRun({ assistant_id: 'asst_none', thread })).rejects.toThrow('No assistant')
  expect((await openai.vectorStores.list()).data).toEqual([])
})

test('files that do not exist or cannot be used are refused, and nothing is added', async () => {
  const { openai, upload } = setUp()
  const [table, text] = [await upload('a.csv', '1,2'), await upload('a.txt', 'x')]
  const { id } = await openai.beta.threads.create()
  const say = (file_id: string, tools: typeof search | typeof code) =>
    openai.beta.threads.messages.create(id, { role: 'user', content: 'x', attachments: [{ file_id, tools }] })
  const show = (file_id: string) =>
    openai.beta.threads.messages.create(id, {
      role: 'user',
      content: [{ type: 'image_file', image_file: { file_id } }],
    })

  await expect(say('file-none', search)).rejects.toThrow('404 Files [file-none] were not found')
  await expect(say('file-none', code)).rejects.toThrow('404 Files [file-none] were not found')
  await expect(say(table.id, search)).rejects.toThrow(
    '400 Files with extensions [.csv] are not supported for retrieval. See https://platform.openai.com/docs/assistants/tools/file-search/supported-files',
  )
  expect((await say(table.id, code)).attachments).toHaveLength(1)
  await expect(show('file-none')).rejects.toThrow('404 Files [file-none] were not found')
  await expect(show(text.id)).rejects.toThrow(
    '400 Invalid message content: Expected file type to be a supported format: .jpeg, .jpg, .png, .gif, .webp but got .txt.',
  )
  expect((await openai.beta.threads.messages.list(id)).data).toHaveLength(1)
  expect((await openai.beta.threads.retrieve(id)).tool_resources).toEqual({
    code_interpreter: { file_ids: [table.id] },
  })
})

test('images in messages may be uploaded files or addresses', async () => {
  const { openai, upload } = setUp()
  const file = await upload('cat.png', 'x', 'vision')
  const { id } = await openai.beta.threads.create()
  const message = await openai.beta.threads.messages.create(id, {
    role: 'user',
    content: [
      { type: 'image_file', image_file: { file_id: file.id, detail: 'low' } },
      { type: 'image_url', image_url: { url: 'https://example.com/cat.png' } },
    ],
  })
  expect(message.content).toEqual([
    { type: 'image_file', image_file: { file_id: file.id, detail: 'low' } },
    { type: 'image_url', image_url: { url: 'https://example.com/cat.png', detail: 'auto' } },
  ])
})

test('resources of assistants and threads must exist', async () => {
  const { openai, upload } = setUp()
  const file = await upload('a.txt', 'x')
  const { id: vs } = await openai.vectorStores.create({})
  const known = { code_interpreter: { file_ids: [file.id] }, file_search: { vector_store_ids: [vs] } }
  const noStore = { file_search: { vector_store_ids: ['vs_none'] } }
  const noFile = { code_interpreter: { file_ids: ['file-none'] } }
  const assistant = await openai.beta.assistants.create({ model: 'gpt-4o', tool_resources: known })
  expect(assistant.tool_resources).toEqual(known)
  const thread = await openai.beta.threads.create({ tool_resources: known })
  expect(thread.tool_resources).toEqual(known)

  const attempts = [
    (tool_resources: typeof noStore | typeof noFile) =>
      openai.beta.assistants.create({ model: 'gpt-4o', tool_resources }),
    (tool_resources: typeof noStore | typeof noFile) => openai.beta.assistants.update(assistant.id, { tool_resources }),
    (tool_resources: typeof noStore | typeof noFile) => openai.beta.threads.create({ tool_resources }),
    (tool_resources: typeof noStore | typeof noFile) => openai.beta.threads.update(thread.id, { tool_resources }),
  ]
  for (const attempt of attempts) {
    await expect(attempt(noStore)).rejects.toThrow("404 No vector store found with id 'vs_none'.")
    await expect(attempt(noFile)).rejects.toThrow('404 Files [file-none] were not found')
  }
})
