import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { wire } from '../support/wire.ts'
import { main } from './parity.ts'
import type { Exchange } from './recording.ts'
import { parity, reportOf, sum } from './report.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'recordings-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const keep = (name: string, content: unknown) => writeFileSync(join(folder, `${name}.json`), JSON.stringify(content))

/** A recording of an emulator that others could have made of the service: a run with a message, streamed and read. */
async function recorded(): Promise<Exchange[]> {
  const script = [{ after: '1s', message: 'Hello, how can I help?' }]
  const { call } = wire({ scenarios: { hello: { script } }, clock: 'skip', pollAfter: null })
  const exchanges: Exchange[] = []
  const ask = async (method: string, path: string, body: object | null = null) => {
    const {
      status,
      headers,
      text,
      body: json,
    } = await call(method, path, body ?? undefined, { 'x-emulator-scenario': 'hello' })
    exchanges.push({
      request: { method, path: `/v1${path}`, query: null, headers: { 'openai-beta': 'assistants=v2' }, body },
      response: { status, headers: Object.fromEntries(headers), body: json ?? text },
    })
    return json as unknown as { id: string }
  }
  const assistant = await ask('POST', '/assistants', { model: 'gpt-4o', instructions: 'Be brief.' })
  const thread = await ask('POST', '/threads', {})
  await ask('POST', `/threads/${thread.id}/messages`, { role: 'user', content: 'Hi' })
  await ask('POST', `/threads/${thread.id}/runs`, { assistant_id: assistant.id, stream: true })
  await ask('GET', `/threads/${thread.id}/runs`)
  await ask('GET', `/threads/${thread.id}/messages`)
  await ask('GET', '/threads/thread_000000000000000000000000')
  return exchanges
}

/** What the report says of a recording whose fourth exchange is a stream, fifth a page of runs and last a refusal. */
async function reported(spoil: (exchanges: Exchange[]) => void = () => {}) {
  const exchanges = await recorded()
  spoil(exchanges)
  keep('run', exchanges)
  const results = (await parity(folder))!
  return { results, ...sum(results), text: reportOf(results) }
}

const change = (at: number, pattern: string | RegExp, to: string) => (exchanges: Exchange[]) => {
  const { response } = exchanges[at]!
  const isStream = typeof response.body === 'string'
  const before = isStream ? (response.body as string) : JSON.stringify(response.body)
  const after = before.replace(pattern, to)
  expect(after).not.toBe(before)
  response.body = isStream ? after : JSON.parse(after)
}

describe('a recording', () => {
  test('that the emulator answers alike agrees in every exchange', async () => {
    const { agree, all, text } = await reported()
    expect([agree, all, text]).toEqual([7, 7, 'run: 7 of 7 agree\n\n7 / 7 exchanges agree'])
  })

  test.each<[string, (exchanges: Exchange[]) => void, RegExp]>([
    ['a value', change(0, '"Be brief."', '"Be long."'), /instructions: "Be long." was recorded, ours is "Be brief."/],
    ['null', change(4, '"failed_at":null', '"failed_at":1'), /data\[0\]\.failed_at: 1 was recorded, ours is null/],
    [
      'the order of keys',
      change(1, /("id":"[^"]*"),("object":"thread")/, '$2,$1'),
      /the keys object,id,.* were recorded/,
    ],
    ['a key', change(5, '"role":"user",', ''), /data\[1\]: the keys .* were recorded/],
    ['a status', ([first]) => void (first!.response.status = 201), /status: 201 was recorded, ours is 200/],
    ['a text of an error', change(6, 'No thread', 'No such thread'), /error\.message: "No such thread found/],
    ['usage', change(4, /"total_tokens":\d+/, '"total_tokens":1'), /usage\.total_tokens: 1 was recorded/],
    [
      'the order of events',
      change(3, /(event: thread.run.queued\n.*\n\n)(event: thread.run.in_progress\n.*\n\n)/, '$2$1'),
      /event 1: "thread.run.in_progress" was recorded/,
    ],
    [
      'a delta',
      change(3, ',"annotations":[]', ''),
      /thread\.message\.delta: delta\.content\[0\]\.text: the keys|thread\.message\.delta.*the keys/,
    ],
    [
      'how a text is cut',
      change(3, /event: thread.message.delta\n.*\n\n(?=event: thread.message.completed)/, ''),
      /the events .* were recorded/,
    ],
    ['when a run expires', change(3, /"expires_at":\d+/g, '"expires_at":1767225601'), /expire/],
    [
      'that a time stays',
      change(4, /"created_at":\d+/, '"created_at":9'),
      /created_at moved back was recorded, ours stayed/,
    ],
    ['a header', ([first]) => void (first!.response.headers['x-new'] = '1'), /x-new: the header is missing/],
  ])('that differs in %s disagrees, and the report says where', async (_, spoil, says) => {
    const { agree, all, text } = await reported(spoil)
    expect(agree).toBeLessThan(all)
    expect(all).toBe(7)
    expect(text).toMatch(says)
  })

  test('that cannot be replayed disagrees, and the others are still compared', async () => {
    keep('no-list', { request: {} })
    writeFileSync(join(folder, 'no-json.json'), '{')
    const { agree, all, text } = await reported((exchanges) => {
      exchanges[0]!.response.body = 'this was no JSON'
      exchanges[5]!.response.body = 'event: x\ndata: this was no stream\n\n'
    })
    expect([agree, all]).toEqual([5, 9])
    expect(text).toContain('no-list: 0 of 1 agree\n  the file\n    this is no list of { request, response }')
    expect(text).toMatch(/no-json: 0 of 1 agree\n {2}the file\n {4}.*JSON/)
    expect(text).toMatch(/POST \/v1\/assistants\n.*a text was recorded, ours is \{/)
  })

  test('of another version is set apart and says so', async () => {
    const { agree, all, text } = await reported(
      ([first]) => void (first!.request.headers['openai-beta'] = 'assistants=v1'),
    )
    expect([agree, all]).toEqual([6, 6])
    expect(text).toContain('1 × speaks another version: assistants=v1\n    run')
  })
})

describe('npm run parity', () => {
  const said: string[] = []
  beforeEach(() => {
    said.length = 0
    for (const method of ['log', 'error'] as const)
      vi.spyOn(console, method).mockImplementation((line) => void said.push(line))
  })
  afterEach(() => void vi.restoreAllMocks())

  test('fails where something disagrees, and passes where nothing does', async () => {
    keep('run', await recorded())
    expect(await main([folder], 'unused')).toBe(0)
    await reported(change(0, '"Be brief."', '"Be long."'))
    expect(await main([folder], 'unused')).toBe(1)
    expect(said.map((text) => text.split('\n').at(-1))).toEqual(['7 / 7 exchanges agree', '6 / 7 exchanges agree'])
  })

  test('fails where a folder that was named has nothing', async () => {
    expect(await main([folder], 'unused')).toBe(1)
    expect(await main([join(folder, 'none')], 'unused')).toBe(1)
    expect(said).toEqual([
      `There is no recording (*.json) in ${folder}.`,
      `There is no recording (*.json) in ${join(folder, 'none')}.`,
    ])
  })

  test('fails where all is set apart', async () => {
    keep(
      'run',
      (await recorded()).map((each) => ({ ...each, request: { ...each.request, headers: {} } })),
    )
    expect(await main([folder], 'unused')).toBe(1)
  })

  test('is skipped with a message where the usual folder is not there', async () => {
    expect(await main([], join(folder, 'none'))).toBe(0)
    expect(said[0]).toMatch(/^Skipped: there is no recorded traffic at /)
  })
})
