import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { emptyProject, node, npm, root } from './project.ts'

let project: Awaited<ReturnType<typeof emptyProject>>
const packed = inject('packed')

beforeAll(async () => {
  project = await emptyProject()
})
afterAll(() => project.remove())

describe('the tarball', () => {
  it('holds what users need and nothing else', () => {
    const tops = new Set(packed.files.map(({ path }) => path.split('/')[0]!))
    const wanted = [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'package.json',
      'scenario.schema.json',
      'scenarios',
    ]
    expect([...tops].sort()).toEqual(wanted.filter((path) => existsSync(join(root, path))))
    expect(tops).toContain('LICENSE')
  })

  it('has the program, which may be executed, the library with its types, and every shipped scenario', () => {
    const modes = new Map(packed.files.map(({ path, mode }) => [path, mode]))
    expect(modes.get('dist/main.js')! & 0o111).toBe(0o111)
    for (const path of ['dist/index.js', 'dist/index.d.ts', 'dist/LICENSES.txt', 'scenarios/happy/default.yaml'])
      expect([...modes.keys()]).toContain(path)
    expect([...modes.keys()].filter((path) => /\.test\.|\.tsbuildinfo$/.test(path))).toEqual([])
  })
})

describe('installed into an empty project', () => {
  const registry = inject('example') !== undefined

  beforeAll(async () => {
    if (!registry) return
    const { folder } = project
    await npm(['install', '--no-audit', '--no-fund', packed.filename, '@types/node@20'], folder)
  })
  beforeEach(({ skip }) => skip(!registry, 'no package registry can be reached from here'))

  it('runs as npx run-emulator, from `npx` to a finished run and a clean end', async () => {
    const child = spawn('npx', ['run-emulator', '--port', '0', '--clock', 'skip'], {
      cwd: project.folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    })
    const exit = once(child, 'exit')
    try {
      let baseURL: string | undefined
      for await (const line of createInterface({ input: child.stdout }))
        if ((baseURL = /http:\S+\/v1/.exec(line)?.[0])) break
      const { beta } = new OpenAI({ baseURL: baseURL!, apiKey: 'any' })
      const assistant = await beta.assistants.create({ model: 'gpt-4o' })
      const thread = await beta.threads.create({ messages: [{ role: 'user', content: 'Hi' }] })
      for (const scenario of [undefined, 'hello', 'code-interpreter']) {
        const headers = scenario ? { 'X-Emulator-Scenario': scenario } : {}
        const run = await beta.threads.runs.createAndPoll(thread.id, { assistant_id: assistant.id }, { headers })
        expect(run.status).toBe('completed')
      }
    } finally {
      process.kill(-child.pid!, 'SIGTERM')
    }
    await exit
  })

  it('is imported, and works in process', async () => {
    const script = `
      import { createEmulator } from 'run-emulator'
      const emulator = createEmulator({ scenarios: { mine: 'script: [{ message: Hello }]' } })
      const response = await emulator.fetch(emulator.url + '/models', { headers: { authorization: 'Bearer any' } })
      console.log(response.status)
      await emulator.close()`
    await writeFile(join(project.folder, 'use.js'), script)
    expect((await node(['use.js'], project.folder)).stdout).toBe('200\n')
  })

  it('has types that are right and complete', async () => {
    const source = join(project.folder, 'types')
    await mkdir(source)
    await writeFile(
      join(source, 'use.ts'),
      `import { createEmulator, type Emulator, type LogEntry, ScenarioError } from 'run-emulator'
      const emulator: Emulator = createEmulator({ clock: 'skip', onRequest: ({ status }: LogEntry) => void status.toFixed() })
      const given: typeof fetch = emulator.fetch
      const { url }: { url: string } = await emulator.listen({ port: 0 })
      // @ts-expect-error there is no such clock
      createEmulator({ clock: 'fast' })
      export { given, ScenarioError, url }\n`,
    )
    const options = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      noEmit: true,
      types: ['node'],
      skipLibCheck: false,
    }
    await writeFile(join(source, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }))
    const { stdout } = await node([join(root, 'node_modules/typescript/bin/tsc'), '-p', source], project.folder).catch(
      (error: { stdout: string }) => error,
    )
    expect(stdout).toBe('')
  })
})
