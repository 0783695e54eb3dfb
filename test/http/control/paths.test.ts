import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEmulator } from '../../../src/index.ts'
import { setUp } from './control.ts'

let folder: string
let secret: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-emulator-paths-'))
  mkdirSync(join(folder, 'scenarios'))
  secret = join(folder, 'secret.sse')
  writeFileSync(secret, 'event: secret\ndata: 1\n\n')
  writeFileSync(join(folder, 'secret.yaml'), 'description: A secret.\n')
  writeFileSync(join(folder, 'scenarios/mine.yaml'), 'description: Mine.\n')
  symlinkSync(folder, join(folder, 'scenarios/out'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Ways out of a folder, as somebody might try them. */
const ways = () => [
  '../secret',
  '../secret.yaml',
  '../../package',
  '..%2f..%2fpackage.json',
  '%2e%2e%2fsecret',
  '..%5c..%5csecret',
  '..\\secret',
  'out/secret',
  'secret\0',
  'secret%00.yaml',
  join(folder, 'secret'),
  join(folder, 'secret.yaml'),
  encodeURIComponent(join(folder, 'secret.yaml')),
  'C:\\secret.yaml',
  'file:///etc/passwd',
]

test('a name of a scenario is looked for among those there are, never on disk', async () => {
  const { emulator, refusal } = setUp({ scenarios: join(folder, 'scenarios/mine.yaml') })
  const before = readdirSync(folder, { recursive: true }).length
  for (const name of ways()) {
    const { code } = await refusal('POST /next', { scenario: name })
    expect([name, code]).toEqual([name, 'unknown_scenario'])
    expect(() => emulator.scenarios.text(name)).toThrow(/There is no scenario/)
    const base = new URL('/_emulator/scenarios/', emulator.url).href
    for (const method of ['GET', 'DELETE']) {
      const answer = await emulator.fetch(base + name.replaceAll('\0', '%00'), { method })
      expect([name, answer.status, await answer.text()]).toEqual([
        name,
        expect.any(Number),
        expect.not.stringContaining('A secret'),
      ])
      expect(answer.status).toBeGreaterThanOrEqual(400)
    }
    emulator.scenarios.put(name, { script: [{ message: 'Hi' }] })
    expect(emulator.scenarios.delete(name)).toBe(true)
  }
  expect(readdirSync(folder, { recursive: true })).toHaveLength(before)
})

test('a scenario that is sent takes no capture from any folder', async () => {
  const { refusal, emulator } = setUp()
  for (const replay of [secret, 'secret.sse', '../secret.sse', 'package.json', '..%2fsecret.sse', '..\\secret.sse']) {
    const fault = { replay }
    const scenario = { script: [], faults: [{ on: 'stream', ...fault }] }
    expect((await refusal('POST /next', { scenario })).message).toMatch(/has no folder to take a capture from/)
    expect((await refusal('PUT /scenarios/mine', scenario)).message).toMatch(/has no folder to take a capture from/)
    expect((await refusal('POST /faults', { path: '/runs', ...fault })).message).toMatch(/replay|capture/)
    expect(() => emulator.scenarios.put('mine', scenario)).toThrow(/has no folder/)
  }
})

test('the name of an upload is a name: nothing is written by it, and it comes back as it came', async () => {
  await using emulator = createEmulator()
  const names = ['../../evil', '/etc/evil', '..\\evil', '"; filename="x', 'a\r\nset-cookie: x'].map(
    (name) => `${name}.jsonl`,
  )
  const authorization = 'Bearer any'
  for (const filename of names) {
    const form = new FormData()
    form.append('purpose', 'batch')
    // Large enough to go to disk.
    form.append('file', new Blob([new Uint8Array(5_000_000)]), filename)
    const made = await emulator.fetch(`${emulator.url}/files`, {
      method: 'POST',
      body: form,
      headers: { authorization },
    })
    const { id, error } = (await made.json()) as { id: string; error?: object }
    expect(error).toBeUndefined()
    const content = await emulator.fetch(`${emulator.url}/files/${id}/content`, { headers: { authorization } })
    expect((await content.arrayBuffer()).byteLength).toBe(5_000_000)
    expect(content.headers.get('content-type')).toBe('application/octet-stream')
    expect(content.headers.get('content-disposition')).toMatch(/^attachment; filename="[^"\\]*"(; filename\*=\S+)?$/)
    expect(content.headers.get('set-cookie')).toBeNull()
  }
  const written = readdirSync(tmpdir(), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('run-emulator-files-'))
    .flatMap(({ name }) => readdirSync(join(tmpdir(), name)))
  expect(written.filter((name) => !/^\d+$/.test(name))).toEqual([])
  expect(written.length).toBeGreaterThan(0)
  // In a document nothing is read or written by it either.
  await emulator.state.add({ files: [{ id: 'file-1', filename: secret, content: 'mine' }] })
  const { files } = emulator.state.save()
  expect(files!.find(({ id }) => id === 'file-1')).toMatchObject({ filename: secret, content: 'mine' })
})
