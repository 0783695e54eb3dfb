import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { start } from '../cli/program.ts'

const read = (path: string) => readFileSync(new URL(`../../examples/chat/${path}`, import.meta.url), 'utf8')
const dockerfile = read('Dockerfile')
const instruction = (name: string) => new RegExp(`^${name} (.*)$`, 'm').exec(dockerfile)![1]!

interface Service {
  image?: string
  build?: string
  command?: string
  environment?: Record<string, string>
  ports: string[]
  depends_on?: Record<string, { condition: string }>
}

test('what the Dockerfile starts serves, on the port that it exposes and where it looks for health', async () => {
  const [program, ...args] = JSON.parse(instruction('CMD')) as string[]
  expect(program).toBe('run-emulator')
  expect(args.slice(args.indexOf('--port'), args.indexOf('--port') + 2)).toEqual(['--port', instruction('EXPOSE')])
  // The same command on any free port, for the one that it names may be taken here.
  const server = start([...args, '--port', '0', '--host', '127.0.0.1'])
  const port = new URL(await server.url).port
  expect(args.slice(args.indexOf('--allowed-hosts')).at(1)).toBe('emulator')
  const health = /http:\S+/.exec(instruction('HEALTHCHECK'))![0]
  expect(new URL(health).port).toBe(instruction('EXPOSE'))
  expect((await fetch(health.replace(instruction('EXPOSE'), port))).status).toBe(200)
  server.emit('SIGTERM')
  expect(await server.code).toBe(0)
})

test('the application of the compose file finds the emulator, once it is healthy', () => {
  const { services } = parse(read('compose.yml')) as { services: { emulator: Service; chat: Service } }
  const { emulator, chat } = services
  const port = instruction('EXPOSE')
  expect(emulator).toMatchObject({ build: '.', ports: [`127.0.0.1:${port}:${port}`] })
  expect(chat.environment!.OPENAI_BASE_URL).toBe(`http://emulator:${port}/v1`)
  expect(chat.depends_on).toEqual({ emulator: { condition: 'service_healthy' } })
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  expect([chat.command, scripts.start]).toEqual(['npm start', 'node start.js'])
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
