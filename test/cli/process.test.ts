import { type ChildProcessByStdio, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath, pathToFileURL } from 'node:url'
import OpenAI from 'openai'
import { afterEach, beforeAll, expect, it } from 'vitest'

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const program = file('dist/main.js')

type Child = ChildProcessByStdio<null, Readable, Readable>

const children: Child[] = []

// The built program, as users run it; everything else is tested in process.
let warnings: string
beforeAll(() => {
  const { stdout, stderr } = spawnSync(process.execPath, [file('tools/bundle.js')], { encoding: 'utf8' })
  warnings = stdout + stderr
})

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function spawned(...args: string[]): Child {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  return child
}

async function ended(child: Child) {
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null, string | null]>,
  ])
  return { code, signal, stdout, stderr }
}

async function ready(child: Child): Promise<URL> {
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\S+/.exec(line) ?? []
    if (url) return new URL(url)
  }
  throw new Error('The program ended before it was ready.')
}

it('may be executed', () => {
  expect(() => accessSync(program, constants.X_OK)).not.toThrow()
})

it('is built without a warning, and loads no emulator to print help', () => {
  expect(warnings).toBe('')
  const imported = (path: string): string[] => {
    const names = [...readFileSync(file(`dist/${path}`), 'utf8').matchAll(/^import .*"\.\/(.+)";$/gm)].map(
      ([, name]) => name!,
    )
    return names.flatMap((name) => [name, ...imported(name)])
  }
  expect(imported('cli.js')).toEqual(['common.js'])
})

it('loads no package before one is needed: what every start needs is part of it', async () => {
  const used = `
    import { createRequire } from 'node:module'
    import { createEmulator } from ${JSON.stringify(pathToFileURL(file('dist/index.js')))}
    const emulator = createEmulator({ clock: 'real' })
    const { url } = await emulator.listen()
    await (await fetch(url + '/models', { headers: { authorization: 'Bearer any' } })).text()
    await emulator.close()
    console.log(Object.keys(createRequire(import.meta.url).cache).join())`
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', used]).toString()).toBe('\n')
  const imported = ['main', 'cli', 'common', 'index', 'emulator', 'socket'].flatMap((chunk) =>
    [...readFileSync(file(`dist/${chunk}.js`), 'utf8').matchAll(/^import .*?["']([^"']+)["'];?$/gm)].map(
      ([, from]) => from!,
    ),
  )
  expect(imported.length).toBeGreaterThan(10)
  expect(imported.filter((from) => !/^(\.|node:)/.test(from))).toEqual([])
})

it('prints help and ends, for --help starts no server', async () => {
  const { code, stdout, stderr } = await ended(spawned('--help'))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('Usage: run-emulator')
})

it('says in one line that its port is taken', async () => {
  const { port } = await ready(spawned('--port', '0'))
  const second = await ended(spawned('--port', port))
  expect(second).toEqual({
    code: 1,
    signal: null,
    stdout: '',
    stderr: `run-emulator: port ${port} on 127.0.0.1 is taken. Choose another with --port, or any free one with --port 0.\n`,
  })
})

it('at SIGTERM ends an open stream and idle connections, and exits with 0', async () => {
  const child = spawned('--port', '0')
  const base = await ready(child)
  const agent = new Agent({ keepAlive: true })
  const [idle] = (await once(get(new URL('/_emulator/health', base), { agent }), 'response')) as [Readable]
  idle.resume()
  const client = new OpenAI({ baseURL: base.href, apiKey: 'any', maxRetries: 0 })
  const { id: assistant_id } = await client.beta.assistants.create({ model: 'gpt-4o' })
  const stream = await client.beta.threads
    .createAndRun(
      { assistant_id, thread: { messages: [{ role: 'user', content: 'Hi' }] }, stream: true },
      { headers: { 'X-Emulator-Scenario': 'slow' } },
    )
    .asResponse()
  child.kill('SIGTERM')
  const [[code, signal], body] = await Promise.all([once(child, 'exit'), stream.text()])
  expect({ code, signal }).toEqual({ code: 0, signal: null })
  expect(body).toMatch(/\nevent: error\ndata: .*\n\nevent: done\ndata: \[DONE\]\n\n$/)
  agent.destroy()
})

it.skipIf(process.platform === 'win32')('leaves no uploads on disk, and removes what a killed one left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'process-test-'))
  const upload = async () => {
    const child = spawn(process.execPath, [program, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: folder },
    })
    children.push(child)
    const openai = new OpenAI({ baseURL: (await ready(child)).href, apiKey: 'any', maxRetries: 0 })
    await openai.files.create({ file: new File(['x'.repeat(5_000_000)], 'large.txt'), purpose: 'assistants' })
    return child
  }
  const stop = async (child: Child, signal: NodeJS.Signals) => {
    child.kill(signal)
    await once(child, 'exit')
  }
  const folders = () => readdirSync(folder).filter((name) => name.startsWith('run-emulator-files-'))

  await stop(await upload(), 'SIGKILL')
  expect(folders()).toHaveLength(1)
  const next = await upload()
  expect(folders()).toHaveLength(1)
  await stop(next, 'SIGINT')
  expect(folders()).toEqual([])
  rmSync(folder, { recursive: true })
})

it('removes the uploads of a program that ends without closing its emulator', () => {
  const folder = mkdtempSync(join(tmpdir(), 'process-test-'))
  const uses = `
    import { readdirSync } from 'node:fs'
    import { createEmulator } from ${JSON.stringify(pathToFileURL(file('dist/index.js')))}
    const { url, fetch } = createEmulator()
    const body = new FormData()
    body.set('purpose', 'assistants')
    body.set('file', new File(['x'.repeat(5_000_000)], 'large.txt'))
    const { status } = await fetch(url + '/files', { method: 'POST', headers: { authorization: 'Bearer any' }, body })
    console.log(status, readdirSync(process.env.TMPDIR).length)`
  const env = { ...process.env, TMPDIR: folder, TEMP: folder }
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', uses], { env }).toString()).toBe('200 1\n')
  expect(readdirSync(folder)).toEqual([])
  rmSync(folder, { recursive: true })
})

it('goes on when nobody reads its log, and when what arrives is no HTTP', async () => {
  const child = spawned('--port', '0')
  const base = await ready(child)
  child.stdout.destroy()
  for (let request = 0; request < 3; request++) expect((await fetch(new URL('/nowhere', base))).status).toBe(404)
  const socket = connect(Number(base.port), '127.0.0.1')
  socket.end('no HTTP\r\n\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect((await fetch(new URL('/_emulator/health', base))).status).toBe(200)
  child.kill('SIGINT')
  const [stderr, exit] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect({ stderr, exit }).toEqual({ stderr: '', exit: [0, null] })
})

it.each([['scenarios'], ['--help'], ['lint', 'scenarios']])(
  'does not mind that nobody reads what it prints: %s',
  async (...args) => {
    const child = spawned(...args)
    child.stdout.destroy()
    const [stderr, exit] = await Promise.all([text(child.stderr), once(child, 'exit')])
    expect({ stderr, exit }).toEqual({ stderr: '', exit: [0, null] })
  },
)

it.skipIf(process.platform === 'win32')('passes its signals on to what exec runs, and exits as that does', async () => {
  const script =
    'process.on("SIGTERM", () => process.exit(42)); console.log("http://ready"); setInterval(() => {}, 1000)'
  const child = spawned('exec', '--', process.execPath, '-e', script)
  await ready(child)
  child.kill('SIGTERM')
  expect(await ended(child)).toMatchObject({ code: 42, stderr: 'run-emulator: 0 requests, 0 runs\n' })
})

it.skipIf(process.platform === 'win32')(
  '--state: killed in the middle of saving, it finds what was saved before, and tidies up',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'run-emulator-kill-'))
    const state = join(folder, 'state.json')
    const started = async () => {
      const child = spawned('--port', '0', '--state', state, '--quiet')
      const base = await ready(child)
      return { child, client: new OpenAI({ baseURL: base.href, apiKey: 'any', maxRetries: 0 }) }
    }
    const first = await started()
    const { id } = await first.client.beta.threads.create()
    first.child.kill('SIGTERM')
    expect(await once(first.child, 'exit')).toEqual([0, null])
    const saved = readFileSync(state, 'utf8')

    const second = await started()
    // A pipe holds no more than 64 KB: who writes more waits for a reader, so that it is surely killed in the middle.
    const beside = `${state}.${second.child.pid}.tmp`
    execFileSync('mkfifo', [beside])
    const reader = createReadStream(beside, { highWaterMark: 1 })
    const file = new File([Buffer.alloc(1_000_000, 'x')], 'large.txt')
    await second.client.files.create({ file, purpose: 'assistants' })
    await once(reader, 'readable')
    second.child.kill('SIGKILL')
    expect(await once(second.child, 'exit')).toEqual([null, 'SIGKILL'])
    reader.destroy()
    expect(readdirSync(folder).sort()).toEqual(['state.json', basename(beside)])
    expect(readFileSync(state, 'utf8')).toBe(saved)

    const third = await started()
    expect(readdirSync(folder)).toEqual(['state.json'])
    expect((await third.client.beta.threads.retrieve(id)).id).toBe(id)
    expect((await third.client.files.list()).data).toEqual([])
    rmSync(folder, { recursive: true })
  },
)
