import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { createEmulator } from '../../../src/index.ts'

const capture = new URL('../../golden/hello.sse', import.meta.url)

/** A folder with scenario `captured.yaml`, which replays `file`, and what else it is given. */
function folder(file: string, files: Record<string, string | Buffer> = {}): string {
  const path = join(mkdtempSync(join(tmpdir(), 'run-emulator-')), 'scenarios')
  mkdirSync(join(path, 'captures'), { recursive: true })
  writeFileSync(
    join(path, 'captured.yaml'),
    `script:\n  - message: The truth\nfaults:\n  - on: stream\n    replay: ${JSON.stringify(file)}\n`,
  )
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content)
  return path
}

async function run(path: string) {
  const emulator = createEmulator({ scenarios: path, seed: 'another' })
  const client = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 0 })
  const { id: assistant_id } = await client.beta.assistants.create({ model: 'gpt-4o', instructions: 'Be brief.' })
  const thread = await client.beta.threads.create()
  const headers = { 'x-emulator-scenario': 'captured' }
  return { client, thread, start: () => client.beta.threads.runs.stream(thread.id, { assistant_id }, { headers }) }
}

test('a captured stream is replayed byte by byte, and the run underneath does what its script says', async () => {
  const path = folder('captures/one.sse', { 'captures/one.sse': readFileSync(capture) })
  const { client, thread, start } = await run(path)
  const recorded = readFileSync(capture, 'utf8')
  const final = await start().finalRun()
  expect(recorded).toContain(final.id)
  const [real] = (await client.beta.threads.runs.list(thread.id)).data
  expect(real!.id).not.toBe(final.id)
  expect(await client.beta.threads.runs.poll(real!.id, { thread_id: thread.id })).toMatchObject({ status: 'completed' })
  const [message] = (await client.beta.threads.messages.list(thread.id)).data
  expect(message!.content[0]).toMatchObject({ text: { value: 'The truth' } })
})

test('bytes that are no UTF-8 arrive as they are', async () => {
  const bytes = Buffer.from([0x3a, 0x20, 0xff, 0xfe, 0xc3, 0x0a, 0x0a])
  const emulator = createEmulator({ scenarios: folder('odd.sse', { 'odd.sse': bytes }) })
  const request = (path: string, body: object) =>
    emulator.fetch(`${emulator.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer any',
        'openai-beta': 'assistants=v2',
        'content-type': 'application/json',
        'x-emulator-scenario': 'captured',
      },
      body: JSON.stringify(body),
    })
  const { id: assistant_id } = (await (await request('/assistants', { model: 'gpt-4o' })).json()) as { id: string }
  const thread = { messages: [{ role: 'user', content: 'Hi' }] }
  const response = await request('/threads/runs', { assistant_id, thread, stream: true })
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
})

describe('what cannot be replayed is told when the scenario is loaded', () => {
  test.each([
    ['none.sse', 'there is no file "none.sse" beside the scenario'],
    ['nul\0.sse', 'there is no file'],
    ['..\\secret.sse', 'there is no file'],
    ['..%2fsecret.sse', 'there is no file'],
    ['../secret.sse', '"../secret.sse" is outside the folder of the scenario'],
    ['link.sse', '"link.sse" is outside the folder of the scenario'],
    ['captures/../../secret.sse', 'is outside the folder of the scenario'],
    ['/etc/passwd.sse', 'expected a path that starts at the folder of the scenario'],
    ['captured.yaml', 'expected a .sse file, not "captured.yaml"'],
    ['folder.sse', '"folder.sse" is no file'],
    ['huge.sse', '"huge.sse" has 10000001 bytes, more than the 10000000 allowed'],
  ])('%s', (file, message) => {
    const path = folder(file)
    writeFileSync(join(path, '../secret.sse'), 'secret')
    symlinkSync(join(path, '../secret.sse'), join(path, 'link.sse'))
    mkdirSync(join(path, 'folder.sse'))
    writeFileSync(join(path, 'huge.sse'), '')
    truncateSync(join(path, 'huge.sse'), 10_000_001)
    expect(() => createEmulator({ scenarios: path })).toThrow(message)
    expect(() => createEmulator({ scenarios: path })).toThrow(/captured\.yaml:5:13: /)
  })

  test('a scenario that is no file', () => {
    const scenarios = { inline: { faults: [{ on: 'stream', replay: 'one.sse' }] } }
    expect(() => createEmulator({ scenarios })).toThrow(
      'a scenario that is no file has no folder to take a capture from',
    )
  })
})
