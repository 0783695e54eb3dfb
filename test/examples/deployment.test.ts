import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { expect, test } from 'vitest'
// @ts-expect-error it is an example in JavaScript
import { ask as askPage } from '../../examples/chat/public/chat.js'
import { start } from '../cli/program.ts'

const ask = askPage as (question: string, show: (text: string) => void, base: string) => Promise<void>
const read = (path: string) => readFileSync(new URL(`../../examples/chat/${path}`, import.meta.url), 'utf8')
const dockerfile = read('Dockerfile')
const instruction = (name: string) => new RegExp(`^${name} (.*)$`, 'm').exec(dockerfile)![1]!

interface Service {
  image?: string
  build?: { context: string; dockerfile: string }
  working_dir?: string
  volumes?: string[]
  command?: string
  environment?: Record<string, string>
  ports: string[]
  depends_on?: Record<string, { condition: string }>
}

test('what the Dockerfile starts serves an application that is started as the compose file says', async () => {
  const [program, ...args] = JSON.parse(instruction('CMD')) as string[]
  expect(program).toBe('run-emulator')
  const port = instruction('EXPOSE')
  expect(args[args.indexOf('--port') + 1]).toBe(port)
  // The same command on any free port, for the one that it names may be taken here.
  const server = start([...args, '--port', '0', '--host', '127.0.0.1'])
  const base = await server.url
  const health = /http:\S+/.exec(instruction('HEALTHCHECK'))![0]
  expect(new URL(health).port).toBe(port)
  expect((await fetch(health.replace(port, new URL(base).port))).status).toBe(200)

  const { services } = parse(read('compose.yml')) as { services: { emulator: Service; chat: Service } }
  const { emulator, chat } = services
  expect(emulator.ports).toEqual([`127.0.0.1:${port}:${port}`])
  expect(args[args.indexOf('--allowed-hosts') + 1]).toBe('emulator')
  expect(chat.environment!.OPENAI_BASE_URL).toBe(`http://emulator:${port}/v1`)
  expect(chat.depends_on).toEqual({ emulator: { condition: 'service_healthy' } })

  const at = (path: string) => fileURLToPath(new URL(`../../examples/chat/${path}`, import.meta.url))
  const repository = at(emulator.build!.context)
  expect(existsSync(join(repository, emulator.build!.dockerfile))).toBe(true)
  const [source, target] = chat.volumes![0]!.split(':') as [string, string]
  expect(at(source)).toBe(repository)
  const [command, ...given] = chat.command!.split(' ') as [string, ...string[]]
  const application = spawn(command, given, {
    cwd: chat.working_dir!.replace(target, repository),
    env: { ...process.env, ...chat.environment, OPENAI_BASE_URL: base, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const { value: url } = (await createInterface({ input: application.stdout })[Symbol.asyncIterator]().next()) as {
      value: string
    }
    let text = ''
    await ask('Is anybody there?', (piece) => (text += piece), url)
    expect(text).toContain('Is anybody there?')
  } finally {
    application.kill()
    server.emit('SIGTERM')
  }
  expect(await server.code).toBe(0)
})

test('the workflow runs what the package suite runs', () => {
  const { jobs } = parse(read('github-actions.yml')) as { jobs: { test: { steps: { run?: string }[] } } }
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  expect(jobs.test.steps.flatMap(({ run }) => run ?? [])).toEqual([
    'npm install',
    'npm test',
    `npx ${scripts['test:end-to-end']}`,
  ])
})
