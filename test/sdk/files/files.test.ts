import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI, { toFile } from 'openai'
import { createEmulator } from 'run-emulator'
import { expect, test } from 'vitest'
import { setUp } from './set_up.ts'

const line = '{"messages":[]}\n'

test('a file is uploaded from disk, read back, listed and deleted', async () => {
  const { openai } = setUp()
  const folder = mkdtempSync(join(tmpdir(), 'upload-'))
  const path = join(folder, 'training.jsonl')
  writeFileSync(path, line)

  const file = await openai.files.create({ file: createReadStream(path), purpose: 'fine-tune' })

  expect(file).toMatchObject({
    object: 'file',
    purpose: 'fine-tune',
    filename: 'training.jsonl',
    bytes: 16,
    expires_at: null,
    status: 'processed',
    status_details: null,
  })
  expect(file.id).toMatch(/^file-[A-Za-z0-9]{22}$/)
  expect(await openai.files.retrieve(file.id)).toEqual(file)
  const content = await openai.files.content(file.id)
  expect(await content.text()).toBe(line)
  expect(content.headers.get('content-disposition')).toBe('attachment; filename="training.jsonl"')
  expect((await openai.files.list()).data).toEqual([file])
  expect(await openai.files.delete(file.id)).toEqual({ object: 'file', deleted: true, id: file.id })
  await expect(openai.files.retrieve(file.id)).rejects.toThrow(`404 No such File object: ${file.id}`)
  rmSync(folder, { recursive: true })
})

test('names in any script survive, in the object and in the download', async () => {
  const { openai, upload } = setUp()
  const file = await upload('你好.png', 'x', 'vision')
  expect(file.filename).toBe('你好.png')
  const disposition = (await openai.files.content(file.id)).headers.get('content-disposition')
  expect(disposition).toBe(`attachment; filename="__.png"; filename*=UTF-8''%E4%BD%A0%E5%A5%BD.png`)
})

test('files are listed by purpose, newest first, page by page', async () => {
  const { openai, upload } = setUp()
  for (const name of ['a', 'b', 'c']) await upload(`${name}.txt`, name)
  await upload('d.png', 'd', 'vision')

  const names = async (query: OpenAI.FileListParams) => {
    const found: string[] = []
    for await (const { filename } of openai.files.list(query)) found.push(filename)
    return found
  }
  expect(await names({})).toEqual(['d.png', 'c.txt', 'b.txt', 'a.txt'])
  expect(await names({ purpose: 'assistants', limit: 2 })).toEqual(['c.txt', 'b.txt', 'a.txt'])
  expect(await names({ order: 'asc', limit: 1 })).toEqual(['a.txt', 'b.txt', 'c.txt', 'd.png'])
  const page = await openai.files.list({ limit: 3 })
  expect([page.data.length, page.has_more]).toEqual([3, true])
})

test('a file expires when it is said to, a batch file after thirty days', async () => {
  const { emulator, openai } = setUp()
  const create = async (filename: string, body: Omit<OpenAI.FileCreateParams, 'file'>) =>
    openai.files.create({ file: await toFile(Buffer.from(line), filename), ...body })
  const short = await create('a.txt', { purpose: 'user_data', expires_after: { anchor: 'created_at', seconds: 3600 } })
  const batch = await create('b.jsonl', { purpose: 'batch' })
  expect(short.expires_at! - short.created_at).toBe(3600)
  expect(batch.expires_at! - batch.created_at).toBe(30 * 24 * 3600)

  await emulator.clock.advance('59m')
  expect((await openai.files.retrieve(short.id)).id).toBe(short.id)
  await emulator.clock.advance('1m')
  await expect(openai.files.retrieve(short.id)).rejects.toThrow('No such File object')
  expect((await openai.files.list()).data.map(({ id }) => id)).toEqual([batch.id])
})

test.each(['assistants', 'user_data'] as const)('files of purpose %s are not given back', async (purpose) => {
  const { openai, upload } = setUp()
  const file = await upload('a.txt', 'x', purpose)
  await expect(openai.files.content(file.id)).rejects.toThrow(
    `400 Not allowed to download files of purpose: ${purpose}`,
  )
})

test('ids do not depend on which of several uploads arrives first', async () => {
  const ids = async (names: string[]) => {
    const { upload } = setUp()
    const files = await Promise.all(names.map((name) => upload(name, name)))
    return Object.fromEntries(files.map(({ filename, id }) => [filename, id]))
  }
  const first = await ids(['a.txt', 'b.txt', 'c.txt'])
  expect(await ids(['c.txt', 'a.txt', 'b.txt'])).toEqual(first)
  expect(new Set(Object.values(first)).size).toBe(3)
})

test('large files are read over a socket without being held in memory', async () => {
  const emulator = createEmulator()
  const { url } = await emulator.listen()
  const openai = new OpenAI({ apiKey: 'any', baseURL: url, maxRetries: 0 })
  const bytes = 24 * 2 ** 20
  const large = Buffer.alloc(bytes, 'abcdefghijklmnop')

  const file = await openai.files.create({ file: await toFile(large, 'large.jsonl'), purpose: 'fine-tune' })

  expect(file.bytes).toBe(bytes)
  const content = Buffer.from(await (await openai.files.content(file.id)).arrayBuffer())
  expect(content.equals(large)).toBe(true)
  await emulator.close()
})

test('a reset forgets the files', async () => {
  const { emulator, openai, upload } = setUp()
  await upload('a.txt', 'x')
  emulator.reset()
  expect((await openai.files.list()).data).toEqual([])
})
