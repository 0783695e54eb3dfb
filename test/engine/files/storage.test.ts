import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Content, FileStorage, StorageError } from '../../../src/engine/files/storage.ts'

// A temporary folder of our own, so that nobody else's folders are counted.
const ours = mkdtempSync(join(tmpdir(), 'storage-test-'))
beforeEach(() => void vi.stubEnv('TMPDIR', ours))
afterAll(() => rmSync(ours, { recursive: true }))

const opened: FileStorage[] = []
afterEach(() => {
  opened.splice(0).forEach((storage) => storage.close())
  vi.unstubAllEnvs()
})

function storageOf(limits: ConstructorParameters<typeof FileStorage>[0]) {
  const storage = new FileStorage(limits)
  opened.push(storage)
  return storage
}

async function keep(storage: FileStorage, ...chunks: string[]): Promise<Content> {
  const writer = storage.writer()
  for (const chunk of chunks) await writer.write(Buffer.from(chunk))
  return writer.end()
}

async function text(content: Content): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content.read()) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('run-emulator-files-'))

test('small contents stay in memory, and are given back whole and in pieces', async () => {
  const storage = storageOf({ memory: 100, each: 10 })
  const before = folders()

  const content = await keep(storage, 'hello ', 'you')

  expect(content.bytes).toBe(9)
  expect(content.whole().toString()).toBe('hello you')
  expect(await text(content)).toBe('hello you')
  expect(storage.inMemory).toBe(9)
  expect(folders()).toEqual(before)
  content.release()
  content.release()
  expect(storage.inMemory).toBe(0)
})

test('one who stops reading holds a piece of it, which is his own', async () => {
  const content = await keep(storageOf({}), 'x'.repeat(1_000_000))
  const pieces: Uint8Array[] = []
  for await (const piece of content.read()) {
    pieces.push(Buffer.from(piece))
    piece.fill(0)
  }
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100_000)
  expect(content.whole().equals(Buffer.concat(pieces))).toBe(true)
})

test('what is larger than a single content may be goes to disk, all of it', async () => {
  const storage = storageOf({ memory: 100, each: 10 })

  const content = await keep(storage, 'hello ', 'everybody ', 'out there')

  expect(storage.inMemory).toBe(0)
  expect(content.bytes).toBe(25)
  expect(content.whole().toString()).toBe('hello everybody out there')
  expect(await text(content)).toBe('hello everybody out there')
})

test('when memory is full, small contents go to disk too', async () => {
  const storage = storageOf({ memory: 10, each: 10 })

  const first = await keep(storage, '12345678')
  const second = await keep(storage, 'abcdefgh')

  expect(storage.inMemory).toBe(8)
  expect([first, second].map((content) => content.whole().toString())).toEqual(['12345678', 'abcdefgh'])
  first.release()
  await keep(storage, '123')
  expect(storage.inMemory).toBe(3)
})

test('the folder goes with its last content, or when the storage closes', async () => {
  const storage = storageOf({ each: 1 })
  const before = folders()
  const [first, second] = [await keep(storage, 'one'), await keep(storage, 'two')]
  const [folder] = folders().filter((name) => !before.includes(name))
  expect(readdirSync(join(tmpdir(), folder!))).toHaveLength(2)

  first.release()
  expect(existsSync(join(tmpdir(), folder!))).toBe(true)
  second.release()
  expect(existsSync(join(tmpdir(), folder!))).toBe(false)

  await keep(storage, 'three')
  storage.close()
  expect(folders()).toEqual(before)
})

test('folders of processes that were killed are removed, those of others stay', async () => {
  const { pid: dead } = spawnSync(process.execPath, ['--version'])
  const names = [`${hostname()}-${dead}-abc`, `${hostname()}-${process.ppid}-abc`, `elsewhere-${dead}-abc`]
  const [left, used, foreign] = names.map((name) => {
    const path = join(ours, `run-emulator-files-${name}`)
    mkdirSync(path)
    writeFileSync(join(path, '0'), 'x')
    return path
  })

  await keep(storageOf({ each: 1 }), 'one')

  expect([left!, used!, foreign!].map(existsSync)).toEqual([false, true, true])
  for (const path of [used!, foreign!]) rmSync(path, { recursive: true })
})

test('an upload that is given up leaves nothing behind', async () => {
  const storage = storageOf({ each: 3, total: 10 })
  const before = folders()
  for (const chunk of ['12', '12345']) {
    const writer = storage.writer()
    await writer.write(Buffer.from(chunk))
    await writer.abort()
    await writer.abort()
  }
  expect(storage.inMemory).toBe(0)
  expect(folders()).toEqual(before)
  // All ten bytes are free again.
  expect((await keep(storage, '1234567890')).bytes).toBe(10)
})

test('all contents together have a limit', async () => {
  const storage = storageOf({ total: 10 })
  const first = await keep(storage, '12345678')
  await expect(keep(storage, 'abc')).rejects.toThrow(StorageError)
  first.release()
  expect((await keep(storage, 'abc')).bytes).toBe(3)
})
