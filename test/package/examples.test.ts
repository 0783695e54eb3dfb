import { execFile, spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import { npm, root } from './project.ts'

const execute = promisify(execFile)

const folder = inject('example')!

beforeEach(({ skip }) => skip(!folder, 'no package registry can be reached from here'))

describe('the example of a chat, with the packed package', () => {
  it.each(['test', 'test:node', 'test:jest'])('npm run %s', async (script) => {
    await npm(['run', script], folder)
  })

  it('npm run test:end-to-end sums up what the application did', async () => {
    const { stderr } = await npm(['run', 'test:end-to-end'], folder)
    expect(stderr).toContain('run-emulator: 2 requests, 1 run: 1 completed')
    expect(await readFile(join(folder, 'reports/emulator.xml'), 'utf8')).toContain('failures="0"')
  })

  it('pytest under exec, each test with a project of its own', async ({ skip }) => {
    const bin = join(folder, 'venv', process.platform === 'win32' ? 'Scripts' : 'bin')
    const made = await execute('python3', ['-m', 'venv', join(folder, 'venv')])
      .then(() => execute(join(bin, 'pip'), ['install', '--quiet', 'openai', 'pytest']))
      .then(
        () => true,
        (error: Error) => {
          if (process.env.CI === 'true') throw error
        },
      )
    skip(!made, 'python3, or its packages openai and pytest, cannot be had here')
    const command = ['run-emulator', 'exec', '--strict', '--', join(bin, 'pytest'), '-q', 'pytest']
    const { stdout, stderr } = await execute('npx', command, { cwd: folder, shell: process.platform === 'win32' })
    expect(stdout).toContain('1 passed')
    expect(stderr).toContain('1 run: 1 completed')
  }, 180_000)

  it('runs as a global program, as the Dockerfile installs and starts it', async () => {
    const dockerfile = await readFile(join(folder, 'Dockerfile'), 'utf8')
    expect([...dockerfile.matchAll(/^RUN (.*)$/gm)].map(([, command]) => command)).toEqual([
      'npm ci && npm pack',
      'npm install --global /tmp/run-emulator-*.tgz',
    ])
    const prefix = join(folder, 'global')
    await npm(['install', '--global', '--prefix', prefix, inject('packed').filename], folder)
    const [program, ...args] = JSON.parse(/^CMD (.*)$/m.exec(dockerfile)![1]!) as [string, ...string[]]
    const bin = process.platform === 'win32' ? prefix : join(prefix, 'bin')
    const server = spawn(join(bin, program), [...args, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      let port: string | undefined
      for await (const line of createInterface({ input: server.stdout }))
        if ((port = /http:\S+:(\d+)\/v1/.exec(line)?.[1])) break
      const health = /http:\S+/.exec(/^HEALTHCHECK .*$/m.exec(dockerfile)![0])![0]
      expect((await fetch(health.replace(/4010/, port!))).status).toBe(200)
    } finally {
      server.kill()
    }
  })

  it('the types of the test runners are right and complete', async () => {
    await writeFile(
      join(folder, 'use.ts'),
      `import { createTest, test, type TestEmulator } from 'run-emulator/vitest'
      import { createWithEmulator, withEmulator } from 'run-emulator/jest'
      import { withEmulator as inNode } from 'run-emulator/node-test'
      import { test as nodeTest } from 'node:test'
      import OpenAI from 'openai'
      import { expect } from 'vitest'
      test('a', async ({ emulator }) => {
        expect(await new OpenAI(emulator.client).beta.threads.createAndRunPoll({ assistant_id: 'a' })).toHaveStatus('expired')
        expect(emulator).not.toHaveRun({ model: 'gpt-4o', times: 2 })
        // @ts-expect-error there is no such status
        expect(emulator).toHaveStatus('done')
      })
      createTest({ strict: true, seed: 7 })
      declare const inJest: jest.Matchers<void>
      inJest.toHaveRequest('POST /runs', { status: 429 })
      createTest({ clock: 'manual' })('b', ({ emulator }) => emulator.clock.advance('1s'))
      const row: (n: number) => Promise<void> = withEmulator((emulator: TestEmulator, n: number) => emulator.next('hello', n))
      nodeTest('c', inNode(async (emulator, t) => t.diagnostic(emulator.name)))
      // @ts-expect-error there is no such clock
      createWithEmulator({ clock: 'fast' })
      export { row }\n`,
    )
    await npm(['install', '--no-audit', '--no-fund', '--no-save', '@types/node@20'], folder)
    const options = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      noEmit: true,
      types: ['node'],
      skipLibCheck: true,
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['use.ts'] }))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = await execute(process.execPath, [tsc, '-p', folder]).catch((error: { stdout: string }) => error)
    expect(stdout).toBe('')
  })
})
