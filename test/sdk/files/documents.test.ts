import { readFileSync } from 'node:fs'
import Module from 'node:module'
import { expect, onTestFinished, test, vi } from 'vitest'
import { mostOfDocument, withText } from '../../../src/engine/files/documents.ts'
import type { Content } from '../../../src/engine/files/storage.ts'
import { setUp } from './set_up.ts'

const document = (name: string) => readFileSync(new URL(`../../support/documents/${name}`, import.meta.url))

test.each(['birds.pdf', 'birds.docx'])('a run cites what stands in %s', async (name) => {
  const { openai, upload } = setUp()
  const file = await upload(name, document(name))
  const { id: vs } = await openai.vectorStores.create({ file_ids: [file.id] })
  const done = await openai.vectorStores.files.poll(vs, file.id)
  expect(done).toMatchObject({ status: 'completed', last_error: null })

  const { data } = await openai.vectorStores.search(vs, { query: 'Which birds run?' })
  expect(data).toMatchObject([{ filename: name, content: [{ text: expect.stringContaining('Ostriches run.') }] }])
  const [content] = (await openai.vectorStores.files.content(file.id, { vector_store_id: vs })).data
  expect(content!.text!.split(/\n+/)).toEqual(expect.arrayContaining(['Penguins swim.', 'They cannot fly.']))
  // What counts is its text, not the bytes of the document.
  expect(done.usage_bytes).toBe(1024 + content!.text!.length)

  const { id: assistant_id } = await openai.beta.assistants.create({
    model: 'gpt-4o',
    tools: [{ type: 'file_search' }],
    tool_resources: { file_search: { vector_store_ids: [vs] } },
  })
  const run = await openai.beta.threads.createAndRunPoll({
    assistant_id,
    thread: { messages: [{ role: 'user', content: 'Which birds run?' }] },
  })
  const [answer] = (await openai.beta.threads.messages.list(run.thread_id)).data
  expect(answer!.content[0]).toMatchObject({
    text: {
      value: expect.stringContaining(`${name} says: "Ostriches run."`),
      annotations: [{ file_citation: { file_id: file.id } }],
    },
  })
})

// openai-node #1496
test.each(['broken.pdf', 'broken.docx'])('what cannot be read, such as %s, fails as it did', async (name) => {
  const { openai, upload } = setUp()
  const { id } = await openai.vectorStores.create({})
  const file = await openai.vectorStores.files.createAndPoll(id, { file_id: (await upload(name, 'no document')).id })
  expect([file.status, file.last_error]).toEqual([
    'failed',
    { code: 'invalid_file', message: 'The file could not be parsed.' },
  ])
})

test.each(['milliseconds', 'memory'] as const)(
  'a document that takes too much %s is one that cannot be read, and the next is',
  async (what) => {
    const { openai, upload } = setUp()
    const usual = mostOfDocument[what]
    mostOfDocument[what] = 1
    onTestFinished(() => void (mostOfDocument[what] = usual))
    // They wait for each other, and the process that read the first is gone.
    const large = await Promise.all(['birds.pdf', 'birds.docx'].map((name) => upload(name, document(name))))
    mostOfDocument[what] = usual
    const small = await upload('birds.docx', document('birds.docx'))

    const { id } = await openai.vectorStores.create({ file_ids: [...large, small].map((file) => file.id) })
    await openai.vectorStores.files.poll(id, small.id)

    const { data } = await openai.vectorStores.files.list(id, { order: 'asc' })
    expect(data.map(({ status, last_error }) => last_error?.message ?? status)).toEqual([
      'The file could not be parsed.',
      'The file could not be parsed.',
      'completed',
    ])
  },
)

test('where no package is installed that reads them, documents are taken in, but nothing of them is found', async () => {
  const { openai, upload } = setUp()
  const resolver = Module as unknown as { _resolveFilename(name: string, ...rest: unknown[]): string }
  const whole = resolver._resolveFilename
  const found = vi.spyOn(resolver, '_resolveFilename').mockImplementation((name, ...rest) => {
    if (name === 'unpdf' || name === 'mammoth') throw new Error('not installed')
    return whole.call(resolver, name, ...rest)
  })
  const files = await Promise.all(['birds.pdf', 'birds.docx'].map((name) => upload(name, document(name))))
  found.mockRestore()
  const { id } = await openai.vectorStores.create({})
  const file_ids = files.map((file) => file.id)
  const batch = await openai.vectorStores.fileBatches.createAndPoll(id, { file_ids })
  expect(batch.file_counts).toMatchObject({ completed: 2, total: 2 })
  expect((await openai.vectorStores.search(id, { query: 'ostriches' })).data).toEqual([])
})

test('PowerPoint and old Word files are taken in, but nothing of them is found', async () => {
  const { openai, upload } = setUp()
  const { id } = await openai.vectorStores.create({})
  for (const name of ['slides.pptx', 'old.doc'])
    expect(
      (await openai.vectorStores.files.createAndPoll(id, { file_id: (await upload(name, 'penguins')).id })).status,
    ).toBe('completed')
  expect((await openai.vectorStores.search(id, { query: 'penguins' })).data).toEqual([])
})

test('a document whose bytes are gone cannot be read, and the next is', async () => {
  const bytes = document('birds.docx')
  const content = (whole: () => Buffer): Content => ({ bytes: bytes.length, whole, read: vi.fn(), release: vi.fn() })
  const lost = content(() => {
    throw new Error('a cleaner of temporary folders was here')
  })
  expect(await withText('birds.docx', lost)).toMatchObject({ text: null })
  expect(
    await withText(
      'birds.docx',
      content(() => bytes),
    ),
  ).toMatchObject({ text: expect.stringContaining('Ostriches') })
})

test('a document that comes back with the state of a server is read again', async () => {
  const { emulator, openai, upload } = setUp()
  const file = await upload('birds.pdf', document('birds.pdf'))
  const { id } = await openai.vectorStores.create({ file_ids: [file.id] })
  await openai.vectorStores.files.poll(id, file.id)

  await emulator.state.load(emulator.state.save())

  const { data } = await openai.vectorStores.search(id, { query: 'ostriches' })
  expect(data).toMatchObject([{ score: 1, content: [{ text: expect.stringContaining('Ostriches') }] }])
})
