import { execFile, spawn } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import { node, npm, root } from './project.ts'

const execute = promisify(execFile)

const folder = inject('example')!
const birds = join(root, 'test/support/documents/birds.docx')

/** Uses what is loaded when it is first needed: faker, the patterns, Liquid, regular expressions, YAML, uploads, documents, search, a port. */
const loads = `
  import { createReadStream } from 'node:fs'
  import OpenAI from 'openai'
  import { createEmulator } from 'run-emulator'
  import { withEmulator } from 'run-emulator/jest'

  const parameters = {
    type: 'object',
    properties: { code: { type: 'string', pattern: '^[A-Z]{3}$' }, address: { type: 'string', format: 'email' } },
    required: ['code', 'address'],
  }
  const made = { model: 'gpt-4o', instructions: 'Be brief.', tools: [{ type: 'function', function: { name: 'find', parameters } }] }

  test('a test', withEmulator(async (emulator) => {
    const { beta, files, vectorStores } = new OpenAI(emulator.client)
    const { id: assistant_id } = await beta.assistants.create(made)
    emulator.next(\`
script:
  - tool_calls: [{ function: { name: find } }]
  - if: { tool_output: { regex: '^s' } }
    then: [{ message: 'It is {{ output }}.' }]\`)
    const asked = await beta.threads.createAndRunPoll({ assistant_id })
    expect(asked).toHaveStatus('requires_action')
    const [call] = asked.required_action.submit_tool_outputs.tool_calls
    expect(JSON.parse(call.function.arguments).code).toMatch(/^[A-Z]{3}$/)
    const tool_outputs = [{ tool_call_id: call.id, output: 'sunny' }]
    const { thread_id } = asked
    expect(await beta.threads.runs.submitToolOutputsAndPoll(asked.id, { thread_id, tool_outputs })).toHaveStatus('completed')
    expect((await beta.threads.messages.list(thread_id)).data[0].content[0].text.value).toBe('It is sunny.')
    const file = await files.create({ file: new File(['The tower is 330 metres tall.'], 'a.txt'), purpose: 'assistants' })
    const document = await files.create({ file: createReadStream(${JSON.stringify(birds)}), purpose: 'assistants' })
    const { id } = await vectorStores.create({ file_ids: [file.id, document.id] })
    expect((await vectorStores.search(id, { query: 'tower' })).data[0].filename).toBe('a.txt')
    expect((await vectorStores.search(id, { query: 'penguins' })).data[0].filename).toBe('birds.docx')
    expect(() => emulator.next('helo')).toThrow('Did you mean "hello"?')
    const { RUN_EMULATOR_URL } = await emulator.env()
    expect((await fetch(RUN_EMULATOR_URL + '/_emulator/health')).status).toBe(200)
  }))

  test('the library', async () => {
    const emulator = createEmulator()
    const { beta } = new OpenAI({ baseURL: emulator.url, fetch: emulator.fetch, apiKey: 'any' })
    const { id: assistant_id } = await beta.assistants.create({ model: 'gpt-4o', instructions: 'Be brief.' })
    expect(await beta.threads.createAndRunPoll({ assistant_id })).toHaveStatus('completed')
    await emulator.close()
  })
`

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
    // Tests of one name in two files may run side by side, and a header takes ASCII alone.
    const other = 'def test_größe(client):\n    client.models.list()\n    assert __name__ in client.project\n'
    await writeFile(join(folder, 'pytest/test_other.py'), other)
    const command = ['run-emulator', 'exec', '--strict', '--', join(bin, 'pytest'), '-q', 'pytest']
    const { stdout, stderr } = await execute('npx', command, { cwd: folder, shell: process.platform === 'win32' })
    expect(stdout).toContain('2 passed')
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

  it.each(['mjs', 'cjs'])(
    'in jest, everything can be loaded when it is first needed, by a test file .%s',
    async (extension) => {
      const path = join(folder, `jest/loads.test.${extension}`)
      await writeFile(
        path,
        extension === 'mjs' ? loads : loads.replace(/import (.*) from ('.*')/g, 'const $1 = require($2)'),
      )
      const flags = extension === 'mjs' ? ['--experimental-vm-modules'] : []
      await node([...flags, 'node_modules/jest/bin/jest.js', '--rootDir', 'jest', path], folder)
      await rm(path)
    },
  )

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
    await writeFile(
      join(folder, 'use.cts'),
      `import { expect, test } from '@jest/globals'
      import * as library from 'run-emulator'
      import { withEmulator } from 'run-emulator/jest'
      type Modules = typeof import('run-emulator', { with: { 'resolution-mode': 'import' } })
      const all: Modules = library
      const refused = (error: unknown) => error instanceof library.ScenarioError && error.problems.length
      test('a', withEmulator((emulator) => {
        expect(emulator).toHaveRun({ model: 'gpt-4o' })
        expect(emulator.verdict()).toBeFaultless()
        // @ts-expect-error there is no such expectation
        expect(emulator).toHaveRun({ modell: 'gpt-4o' })
      }))
      export { all, refused }\n`,
    )
    await npm(['install', '--no-audit', '--no-fund', '--no-save', '@types/node@20'], folder)
    const options = {
      module: 'node16',
      target: 'es2023',
      strict: true,
      noEmit: true,
      types: ['node'],
      skipLibCheck: true,
    }
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: ['use.ts', 'use.cts'] }),
    )
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = await execute(process.execPath, [tsc, '-p', folder]).catch((error: { stdout: string }) => error)
    expect(stdout).toBe('')
  })
})
