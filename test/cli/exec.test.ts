import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run, start } from './program.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-emulator-exec-'))
  await writeFile(
    join(folder, 'mine.yaml'),
    'match: { model: gpt-4o }\nscript: [{ tool_calls: [{ function: { name: f } }] }]\n',
  )
  await writeFile(join(folder, 'other.yaml'), 'match: { model: other }\nscript: [message: Hi]\n')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const { PATH } = process.env

/** Runs a script of node's under `exec`. */
const exec = (flags: string[], script: string, env = {}) =>
  run(['exec', ...flags, '--', process.execPath, '--input-type=module', '-e', script], {
    cwd: folder,
    env: { PATH, ...env },
  })

const call = `
  const call = async (path, body, project = 'default') => {
    const response = await fetch(process.env.OPENAI_BASE_URL + path, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: 'Bearer ' + process.env.OPENAI_API_KEY, 'openai-beta': 'assistants=v2',
        'openai-project': project, 'content-type': 'application/json' },
      body: body && JSON.stringify(body) })
    return response.json()
  }
  const start = async (model, project) => {
    const { id: assistant_id } = await call('/assistants', { model }, project)
    const thread = { messages: [{ role: 'user', content: 'Hi' }] }
    const { id } = await call('/threads/runs', { assistant_id, thread, stream: false }, project)
    return id
  }
  const reset = (project) => fetch(process.env.RUN_EMULATOR_URL + '/_emulator/reset?project=' + project, { method: 'POST' })
`

describe('exec', () => {
  it('points the command at a server on a free port, with a key only if there is none', async () => {
    const script = (key: string) => `
      const { OPENAI_BASE_URL: base, OPENAI_API_KEY: key, RUN_EMULATOR_URL: root } = process.env
      const { ok } = await fetch(root + '/_emulator/health')
      process.exit(ok && base === root + '/v1' && key === '${key}' ? 0 : 9)`
    expect(await exec([], script('any'))).toMatchObject({ code: 0, stdout: '' })
    expect(await exec([], script('mine'), { OPENAI_API_KEY: 'mine' })).toMatchObject({ code: 0 })
    expect(await exec(['--api-key', 'given,other'], script('given'))).toMatchObject({ code: 0 })
  })

  it('exits with the exit code of the command', async () => {
    expect(await exec([], 'process.exit(7)')).toEqual({
      code: 7,
      stdout: '',
      stderr: 'run-emulator: 0 requests, 0 runs\n',
    })
  })

  it('exits with 128 and the number of the signal that ended the command', async () => {
    expect(await exec([], 'process.kill(process.pid, "SIGKILL")')).toMatchObject({ code: 137 })
  })

  it.skipIf(process.platform === 'win32').each([
    ['passes on Ctrl-C', {}, ['/ready', '/SIGINT', '/SIGTERM']],
    ['leaves Ctrl-C to a terminal that shows it', { isTTY: true }, ['/ready', '/SIGTERM']],
    ['leaves Ctrl-C to a terminal that it reads from', { stdin: { isTTY: true } }, ['/ready', '/SIGTERM']],
  ])('%s, and other signals are passed on', async (_, surroundings, expected) => {
    const script = `
      const told = []
      const tell = (what) => told.push(fetch(process.env.TELL + '/' + what))
      process.on('SIGINT', tell)
      process.on('SIGTERM', async (signal) => { tell(signal); await Promise.all(told); process.exit(3) })
      setInterval(() => {}, 1000)
      tell('ready')`
    const heard: (string | undefined)[] = []
    const server = createServer(({ url }, response) => {
      heard.push(url)
      response.end()
      if (url === '/ready') program.emit('SIGINT')
      // Two signals at once may come in any order.
      if (url === expected.at(-2)) program.emit('SIGTERM')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const env = { PATH, TELL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
    const program = start(['exec', '--', process.execPath, '-e', script], { env, ...surroundings })
    expect(await program.code).toBe(3)
    expect(heard).toEqual(expected)
    server.close()
  })

  it('sums up runs, scenarios, what was unmatched, and what a reset project left behind', async () => {
    const { code, stderr } = await exec(
      ['--scenarios', folder],
      `${call}
      await start('gpt-4o', 'first')
      await reset('first')
      await start('unknown')
      await call('/responses')`,
    )
    expect(code).toBe(0)
    const lines = stderr.split('\n').map((line) => line.replace(/_\w{10,}/, '_ID'))
    expect(lines.filter((line) => !/ ms /.test(line))).toEqual([
      expect.stringMatching(/^run-emulator: 5 requests, 2 runs: 1 \w+, 1 requires_action$/),
      '  used       default × 1, mine × 1',
      '  unused     other',
      expect.stringMatching(/^ {2}unmatched {2}POST \/v1\/threads\/runs {2}\S/),
      '             GET /v1/responses  The emulator has no such route.',
      '  waiting    run_ID  requires_action  mine  project=first  waits for tool outputs',
      '',
    ])
    expect(lines.filter((line) => / ms /.test(line))).toHaveLength(5)
  })

  it('fails with --strict where something was unmatched or left waiting, and only there', async () => {
    const { code, stderr } = await exec(['--strict'], `${call} await call('/responses')`)
    expect(code).toBe(1)
    expect(stderr).toMatch(/\nrun-emulator: --strict: 1 request unmatched\.\n$/)
    expect(await exec(['--strict', '--scenarios', folder], `${call} await start('gpt-4o')`)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/--strict: 1 run left waiting\.\n$/) as string,
    })
    expect(
      await exec(['--scenarios', folder], `${call} await start('gpt-4o'); await call('/responses')`),
    ).toMatchObject({
      code: 0,
    })
    expect(await exec(['--strict'], `${call} await call('/models')`)).toMatchObject({ code: 0 })
    expect(await exec(['--strict'], `${call} await call('/responses'); process.exit(3)`)).toMatchObject({ code: 3 })
  })

  it('writes reports, into folders that it makes', async () => {
    const script = `${call} await call('/a<b>&"c')`
    await exec(['--strict', '--report', 'reports/junit.xml,reports/all.json', '--scenarios', folder], script)
    const report = JSON.parse(await readFile(join(folder, 'reports/all.json'), 'utf8')) as Record<string, unknown>
    expect(report).toMatchObject({
      exit_code: 0,
      strict: true,
      requests: 1,
      scenarios: { used: {}, unused: ['mine', 'other'] },
      unmatched: [{ method: 'GET', project: 'default' }],
      waiting: [],
    })
    const xml = await readFile(join(folder, 'reports/junit.xml'), 'utf8')
    expect(xml).toContain('<testsuites name="run-emulator exec" tests="5" failures="1" errors="0" skipped="1">')
    expect(xml).toMatch(/name="every request is matched">\s*<failure message="GET \/v1\/a[^<"]*">/)
    expect(xml).toMatch(/name="every scenario of yours is used"><skipped message="mine\s*other"/)
    expect(xml).toContain('name="no run is left waiting"/>')
  })

  it('says which report cannot be written, writes the others, and fails only a command that succeeded', async () => {
    await writeFile(join(folder, 'taken'), '')
    const flags = ['--report', 'taken/a.xml,written.json']
    const succeeded = await exec(flags, '')
    expect(succeeded.code).toBe(1)
    expect(succeeded.stderr).toMatch(/\nrun-emulator: the report "taken\/a\.xml" cannot be written: \w+: .*\.\n$/)
    expect(JSON.parse(await readFile(join(folder, 'written.json'), 'utf8'))).toMatchObject({ exit_code: 0 })
    expect(await exec(flags, 'process.exit(7)')).toMatchObject({ code: 7 })
  })

  it('says what is wrong with a command that cannot be run', async () => {
    expect(await run(['exec', '--', 'no-such-command'], { env: { PATH } })).toEqual({
      code: 127,
      stdout: '',
      stderr:
        'run-emulator: there is no command "no-such-command". Check the spelling; what a package brings is started with "npx no-such-command".\n',
    })
    expect(await run(['exec', '--', join(folder, 'mine.yaml')], { env: { PATH } })).toMatchObject({
      code: 126,
      stderr: expect.stringContaining('may not be executed') as string,
    })
  })

  it('says what is wrong with its command line', async () => {
    expect(await run(['exec', '--strict'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('name the command to run: run-emulator exec -- npm test.') as string,
    })
    expect(await run(['exec', '--', ''])).toMatchObject({ code: 2 })
    expect(await run(['exec', '--report', 'a.txt', '--', 'node'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ends in .xml (JUnit) or .json') as string,
    })
  })

  it('leaves the flags of the command to the command, also without --', async () => {
    const given = [
      'exec',
      process.execPath,
      '-e',
      'process.exit(process.argv[1] === "--strict" ? 5 : 6)',
      '--',
      '--strict',
    ]
    expect(await run(given, { env: { PATH } })).toMatchObject({ code: 5 })
  })
})
