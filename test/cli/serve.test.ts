import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { announcement } from '../../src/cli/ready.ts'
import { shippedFolder } from '../../src/package.ts'
import { start, type Started } from './program.ts'

const running: Started[] = []

function serve(args: string[], surroundings?: Parameters<typeof start>[1]): Started {
  const program = start(['--port', '0', ...args], surroundings)
  running.push(program)
  return program
}

afterEach(async () => {
  for (const program of running.splice(0)) {
    program.emit('SIGTERM')
    await program.code
  }
})

async function clientOf(program: Started): Promise<OpenAI> {
  return new OpenAI({ baseURL: await program.url, apiKey: 'any', maxRetries: 0 })
}

async function health(program: Started): Promise<unknown> {
  return (await fetch(new URL('/_emulator/health', await program.url))).json()
}

/** A run's id and status, created with one request. */
async function createRun(client: OpenAI, scenario: string) {
  const { id: assistant_id } = await client.beta.assistants.create({ model: 'gpt-4o' })
  const thread = { messages: [{ role: 'user' as const, content: 'Hi' }] }
  return client.beta.threads.createAndRun({ assistant_id, thread }, { headers: { 'X-Emulator-Scenario': scenario } })
}

it.each([['--sunset'], ['--sunset 1'], ['--sunset=1']])('%s: the service is no more', async (args) => {
  const program = serve(args.split(' '))
  const client = await clientOf(program)
  await expect(client.beta.threads.create()).rejects.toThrow('404 The Assistants API has been deprecated')
  await expect(client.models.retrieve('gpt-4o')).resolves.toMatchObject({ id: 'gpt-4o' })
})

it('--state: keeps all objects for the next time, whatever clock it then has', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'run-emulator-test-'))
  const state = join(folder, 'state.json')
  writeFileSync(state, 'assistants:\n  - { id: asst_fixed, model: gpt-4o }\n')
  const first = serve(['--state', state, '--clock', 'skip'])
  const client = await clientOf(first)
  await client.beta.assistants.retrieve('asst_fixed')
  const { id } = await client.beta.threads.create()
  first.emit('SIGTERM')
  expect(await first.code).toBe(0)
  const second = serve(['--state', state, '--clock', 'manual'])
  await (await clientOf(second)).beta.threads.retrieve(id)
  expect(await health(second)).toMatchObject({ clock: 'manual' })
})

it('--state: says what is wrong with the file, and leaves it as it is', async () => {
  const state = join(mkdtempSync(join(tmpdir(), 'run-emulator-test-')), 'state.yaml')
  writeFileSync(state, 'threads:\n  - id: abc\n')
  const program = start(['--port', '0', '--state', state])
  expect(await program.code).toBe(1)
  expect(program.stderr).toBe(`${state}:2:9: expected an id that begins with thread\n`)
})

describe('the ready line', () => {
  it('gives the base URL and what to set', async () => {
    const program = serve([])
    const url = await program.url
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/)
    expect(program.stdout).toBe(`run-emulator is ready at ${url} (set OPENAI_BASE_URL=${url} OPENAI_API_KEY=any)\n`)
  })

  it('warns of a host that others can reach', async () => {
    expect(announcement('http://0.0.0.0:4010/v1', '0.0.0.0').warning).toMatch(/^OPEN TO THE NETWORK: .*0\.0\.0\.0/)
    for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1'])
      expect(announcement('http://x/v1', host).warning).toBeUndefined()
  })

  it('mentions a folder scenarios/ and does not load it', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'run-emulator-'))
    mkdirSync(join(cwd, 'scenarios'))
    writeFileSync(join(cwd, 'scenarios', 'mine.yaml'), 'script: [nonsense]\n')
    expect(await serve([], { cwd }).line(/^Hint: /)).toContain('--scenarios scenarios')
    const quiet = serve(['--quiet'], { cwd })
    await health(quiet)
    expect(quiet.stdout).not.toContain('Hint')
  })

  it('says that a folder has no scenarios yet', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'run-emulator-'))
    const hint = await serve(['--scenarios', folder], { cwd: folder }).line(/^Hint: /)
    expect(hint).toContain(`There is no scenario in ${folder} yet: a file .yaml or .yml that comes is read at once.`)
  })

  it('does not mention the folder of the package itself', async () => {
    const program = serve([], { cwd: dirname(shippedFolder) })
    await health(program)
    expect(program.stdout).not.toContain('Hint')
  })
})

describe('flags', () => {
  it('have defaults: the real clock, the recorded profile, a hint for poll helpers', async () => {
    const program = serve([])
    const client = await clientOf(program)
    expect(await health(program)).toMatchObject({ clock: 'real' })
    const run = await createRun(client, 'slow')
    expect(run).toHaveProperty('tool_resources')
    const { response } = await client.beta.threads.runs.retrieve(run.id, { thread_id: run.thread_id }).withResponse()
    expect(response.headers.get('openai-poll-after-ms')).toBe('10')
  })

  it('have variables in the environment, over which the command line wins', async () => {
    const env = { RUN_EMULATOR_CLOCK: 'manual', RUN_EMULATOR_QUIET: '', RUN_EMULATOR_PORT: 'nonsense' }
    expect(await health(serve([], { env }))).toMatchObject({ clock: 'manual' })
    expect(await health(serve(['--clock', 'skip'], { env }))).toMatchObject({ clock: 'skip' })
  })

  it('--poll-after sets or removes the hint', async () => {
    for (const [value, sent] of [
      ['70', '70'],
      ['off', null],
    ] as const) {
      const client = await clientOf(serve(['--poll-after', value]))
      const { thread_id, id } = await createRun(client, 'slow')
      const { response } = await client.beta.threads.runs.retrieve(id, { thread_id }).withResponse()
      expect(response.headers.get('openai-poll-after-ms')).toBe(sent)
    }
  })

  it('--profile spec gives the shape of the schema', async () => {
    const client = await clientOf(serve(['--profile', 'spec']))
    expect(await createRun(client, 'slow')).not.toHaveProperty('tool_resources')
  })

  it('--seed changes ids under a virtual clock', async () => {
    const ids = ['1', '1', '2'].map(async (seed) => {
      const client = await clientOf(serve(['--clock', 'skip', '--seed', seed]))
      return (await client.beta.threads.create()).id
    })
    const [first, again, other] = await Promise.all(ids)
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  it('--scenarios may be repeated, and hold several with commas between them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'run-emulator-'))
    const path = (name: string) => {
      const file = join(folder, `${name}.yaml`)
      writeFileSync(file, `description: My own ${name}.\n`)
      return file
    }
    const program = serve(['--scenarios', `${path('a')},${path('b')}`, '--scenarios', path('c')])
    const response = await fetch(new URL('/_emulator/scenarios', await program.url))
    const { data } = (await response.json()) as { data: { name: string; shipped: boolean }[] }
    expect(data.filter(({ shipped }) => !shipped).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  })

  it('--api-key and --lenient', async () => {
    const url = await serve(['--api-key', 'one', '--api-key', 'two', '--lenient']).url
    const status = async (key: string) =>
      (await fetch(`${url}/assistants`, { headers: { authorization: `Bearer ${key}` } })).status
    expect([await status('one'), await status('two'), await status('three')]).toEqual([200, 200, 401])
  })
})

describe('stopping', () => {
  it('ends open streams with an error event and done, and exits with 0', async () => {
    const program = serve([])
    const client = await clientOf(program)
    const { id: assistant_id } = await client.beta.assistants.create({ model: 'gpt-4o' })
    const response = await client.beta.threads
      .createAndRun(
        { assistant_id, thread: { messages: [{ role: 'user', content: 'Hi' }] }, stream: true },
        { headers: { 'X-Emulator-Scenario': 'slow' } },
      )
      .asResponse()
    program.emit('SIGINT')
    expect(await response.text()).toMatch(/\nevent: error\ndata: .*\n\nevent: done\ndata: \[DONE\]\n\n$/)
    expect(await program.code).toBe(0)
    expect(program.stderr).toBe('')
  })

  it('goes at once at a second signal', async () => {
    const program = serve([])
    await program.url
    program.emit('SIGINT')
    program.emit('SIGINT')
    expect(program.exits).toEqual([130])
  })
})

it('outlives a bug: it is told on stderr', async () => {
  const program = serve([])
  await program.url
  program.emit('unhandledRejection', new Error('unforeseen'))
  expect(program.stderr).toMatch(
    /^run-emulator: this is a bug in run-emulator; it goes on serving\. Error: unforeseen\n/,
  )
  expect(await health(program)).toMatchObject({ status: 'ok' })
})

it('a second signal ends it at once, whatever it is doing', async () => {
  const program = start(['--port', '0'])
  await program.url
  program.emit('SIGINT')
  program.emit('SIGTERM')
  expect(program.exits).toEqual([130])
  await program.code
})
