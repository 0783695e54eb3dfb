import OpenAI from 'openai'
import { afterEach, describe, expect, it } from 'vitest'
import { createLog } from '../../src/cli/log.ts'
import type { LogEntry } from '../../src/index.ts'
import { start, type Started } from './program.ts'

const entry: LogEntry = {
  method: 'GET',
  path: '/v1/threads/thread_1/runs/run_1',
  status: 200,
  project: 'default',
  scenario: 'hello',
  run: { id: 'run_1', status: 'completed' },
  ms: 1.234,
  request_id: 'req_1',
}

function logged(change: Partial<LogEntry>, format: 'text' | 'json' = 'text', env = {}, isTTY = false): string {
  let text = ''
  createLog(format, { isTTY, write: (piece) => (text += piece) }, env).request({ ...entry, ...change })
  return text
}

describe('a line a request', () => {
  it('has method, path, status, scenario, run status and milliseconds', () => {
    expect(logged({})).toBe('GET    /v1/threads/thread_1/runs/run_1  200  hello  completed  1.2 ms\n')
    expect(logged({ ms: 1234.5 })).toContain('  1235 ms\n')
    expect(logged({ scenario: undefined, run: undefined })).toBe(
      'GET    /v1/threads/thread_1/runs/run_1  200  1.2 ms\n',
    )
  })

  it('names the project if it is not the default one', () => {
    expect(logged({ project: 'blue' })).toMatch(/  project=blue\n$/)
  })

  it('says why a request was refused, which faults struck, and why no scenario took a run', () => {
    const end = (change: Partial<LogEntry>) => logged(change).split(' ms  ')[1]
    expect(end({ error: 'No thread found.' })).toBe('No thread found.\n')
    expect(end({ status: 500, error: 'This is a bug: Error: no\n    at file.js:1:1' })).toBe(
      'This is a bug: Error: no\n',
    )
    expect(end({ faults: ['cut', 'delay'] })).toBe('fault=cut  fault=delay\n')
    expect(end({ unmatched: 'None fits.' })).toBe('None fits.\n')
  })

  it('stays one line of printable characters, whatever was asked for', () => {
    const line = logged({ path: '/\u001b[2J\n\u202e\u2028x', project: 'a\rb' })
    expect(line).toContain(' /%1B[2J%0A%E2%80%AE%E2%80%A8x ')
    expect(line).toContain('project=a%0Db\n')
    expect(logged({ path: `/${'a'.repeat(20_000)}` }).length).toBeLessThan(300)
  })

  it('is coloured on a terminal only, unless NO_COLOR or FORCE_COLOR say otherwise', () => {
    const coloured = (env: object, isTTY: boolean) => logged({}, 'text', env, isTTY).includes('\u001b[')
    expect(coloured({}, true)).toBe(true)
    expect(coloured({}, false)).toBe(false)
    expect(coloured({ NO_COLOR: '1' }, true)).toBe(false)
    expect(coloured({ TERM: 'dumb' }, true)).toBe(false)
    expect(coloured({ FORCE_COLOR: '1' }, false)).toBe(true)
    expect(coloured({ FORCE_COLOR: '0' }, true)).toBe(false)
  })

  it('is an object for machines', () => {
    expect(JSON.parse(logged({}, 'json'))).toEqual({ event: 'request', ...entry, ms: 1.23 })
  })
})

describe('of a server', () => {
  let program: Started

  afterEach(async () => {
    program.emit('SIGTERM')
    await program.code
  })

  const story = async () => {
    const baseURL = await program.url
    const client = new OpenAI({ baseURL, apiKey: 'any', project: 'blue' })
    const { id: assistant_id } = await client.beta.assistants.create({ model: 'gpt-4o' })
    const thread = { messages: [{ role: 'user' as const, content: 'Hi' }] }
    const headers = { 'X-Emulator-Scenario': 'hello' }
    await (
      await client.beta.threads.createAndRun({ assistant_id, thread, stream: true }, { headers }).asResponse()
    ).text()
    await fetch(`${baseURL}/nowhere?at=all`)
  }

  it('tells of every request, a stream when it has ended, and unknown routes too', async () => {
    program = start(['--port', '0', '--clock', 'skip'])
    await story()
    expect(await program.line(/threads\/runs/)).toMatch(
      /^POST   \/v1\/threads\/runs  200  hello  completed  [\d.]+ ms  project=blue$/,
    )
    expect(await program.line(/nowhere/)).toMatch(
      /^GET    \/v1\/nowhere  404  [\d.]+ ms  Invalid URL \(GET \/v1\/nowhere\)$/,
    )
  })

  it('speaks JSON, one object a line', async () => {
    program = start(['--port', '0', '--clock', 'skip', '--log', 'json'])
    await story()
    await program.line(/nowhere/)
    const lines = program.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.map(({ event, status }) => [event, status])).toEqual([
      ['ready', undefined],
      ['request', 200],
      ['request', 200],
      ['request', 404],
    ])
    expect(lines[0]).toEqual({ event: 'ready', url: await program.url })
    expect(lines[2]).toMatchObject({ project: 'blue', scenario: 'hello', run: { status: 'completed' } })
  })

  it('--quiet says only that it is ready', async () => {
    program = start(['--port', '0', '--clock', 'skip', '--quiet'])
    await story()
    expect(program.stdout).toMatch(/^run-emulator is ready at .*\n$/)
  })
})
