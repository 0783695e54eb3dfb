import { execFile } from 'node:child_process'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyProject, hasRegistry, npm, pack, root } from './project.ts'

const execute = promisify(execFile)

let project: Awaited<ReturnType<typeof emptyProject>>
let installed = false

beforeAll(async () => {
  project = await emptyProject()
  if (process.env.CI !== 'true' && !(await hasRegistry())) return
  const { folder } = project
  const { filename } = await pack(folder)
  await cp(join(root, 'examples/chat'), folder, { recursive: true })
  await npm(['install', '--no-audit', '--no-fund', '--save-dev', join(folder, filename)], folder)
  installed = true
})
beforeEach(({ skip }) => skip(!installed, 'no package registry can be reached from here'))
afterAll(() => project.remove())

describe('the example of a chat, with the packed package', () => {
  it.each(['test', 'test:node', 'test:jest'])('npm run %s', async (script) => {
    await npm(['run', script], project.folder)
  })

  it('npm run test:end-to-end sums up what the application did', async () => {
    const { stderr } = await npm(['run', 'test:end-to-end'], project.folder)
    expect(stderr).toContain('run-emulator: 2 requests, 1 run: 1 completed')
    expect(await readFile(join(project.folder, 'reports/emulator.xml'), 'utf8')).toContain('failures="0"')
  })

  it('pytest under exec, each test with a project of its own', async ({ skip }) => {
    const { folder } = project
    const bin = join(folder, 'venv', process.platform === 'win32' ? 'Scripts' : 'bin')
    const made = await execute('python3', ['-m', 'venv', join(folder, 'venv')])
      .then(() => execute(join(bin, 'pip'), ['install', '--quiet', 'openai', 'pytest']))
      .then(
        () => true,
        () => false,
      )
    skip(!made, 'python3, or its packages openai and pytest, cannot be had here')
    const command = ['run-emulator', 'exec', '--strict', '--', join(bin, 'pytest'), '-q', 'pytest']
    const { stdout, stderr } = await execute('npx', command, { cwd: folder, shell: process.platform === 'win32' })
    expect(stdout).toContain('1 passed')
    expect(stderr).toContain('1 run: 1 completed')
  }, 180_000)

  it.each([
    ['vitest', `import { test } from 'run-emulator/vitest'`, 'async ({ emulator })', ['run', 'test'], 'vitest'],
    [
      'jest',
      `import { withEmulator } from 'run-emulator/jest'`,
      'withEmulator(async (emulator)',
      ['run', 'test:jest'],
      'jest',
    ],
    [
      'node:test',
      `import { test } from 'node:test'; import { withEmulator } from 'run-emulator/node-test'`,
      'withEmulator(async (emulator)',
      ['run', 'test:node'],
      'node-test',
    ],
  ])('%s prints the journal of a test that fails', async (_, imports, opening, command, folder) => {
    const file = join(project.folder, folder, 'failing.test.js')
    const closing = opening.startsWith('with') ? ')' : ''
    await writeFile(
      file,
      `${imports}
      import OpenAI from 'openai'
      test('fails', ${opening} => {
        await new OpenAI(emulator.client).models.list()
        throw new Error('on purpose')
      }${closing})`,
    )
    const failed = await npm(command, project.folder).then(
      () => undefined,
      ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
    )
    await writeFile(file, '')
    expect(failed).toContain('run-emulator: the journal of project fails')
    expect(failed).toMatch(/1\. GET \/v1\/models {2}200/)
  })

  it('the types of the test runners are right and complete', async () => {
    await writeFile(
      join(project.folder, 'use.ts'),
      `import { createTest, test, type TestEmulator } from 'run-emulator/vitest'
      import { createWithEmulator, withEmulator } from 'run-emulator/jest'
      import { withEmulator as inNode } from 'run-emulator/node-test'
      import { test as nodeTest } from 'node:test'
      import OpenAI from 'openai'
      test('a', async ({ emulator }) => void new OpenAI(emulator.client))
      createTest({ clock: 'manual' })('b', ({ emulator }) => emulator.clock.advance('1s'))
      const row: (n: number) => Promise<void> = withEmulator((emulator: TestEmulator, n: number) => emulator.next('hello', n))
      nodeTest('c', inNode(async (emulator, t) => t.diagnostic(emulator.name)))
      // @ts-expect-error there is no such clock
      createWithEmulator({ clock: 'fast' })
      export { row }\n`,
    )
    await npm(['install', '--no-audit', '--no-fund', '--no-save', '@types/node@20'], project.folder)
    const options = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      noEmit: true,
      types: ['node'],
      skipLibCheck: true,
    }
    await writeFile(
      join(project.folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: ['use.ts'] }),
    )
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = await execute(process.execPath, [tsc, '-p', project.folder]).catch(
      (error: { stdout: string }) => error,
    )
    expect(stdout).toBe('')
  })
})
