import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { RunNode } from '../../src/engine/nodes.ts'
import type { Project } from '../../src/engine/project.ts'
import { defaultProject } from '../../src/engine/projects.ts'
import { serving } from '../support/server.ts'

async function start(options: Parameters<typeof serving>[0]) {
  const server = await serving(options)
  return { ...server, project: server.projects.get(defaultProject) }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}

/** Resolves when the server has been told that the client is gone, and has told everyone concerned. */
function noticed(answer: ServerResponse): Promise<void> {
  return new Promise((resolve) => answer.once('close', () => setImmediate(resolve)))
}

const json = { authorization: 'Bearer any', 'openai-beta': 'assistants=v2', 'content-type': 'application/json' }

/** Sends a request, or the beginning of one. */
function send(port: number, path: string, body: string, headers: Record<string, string> = json, length = body.length) {
  const socket = connect(port, '127.0.0.1')
  const lines = Object.entries({ ...headers, host: 'localhost', 'content-length': length })
  socket.write(
    `POST /v1${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  )
  return socket
}

async function streaming({ port, project }: Awaited<ReturnType<typeof start>>): Promise<Socket> {
  const { id: assistant_id } = project.createAssistant({ model: 'gpt-4o' })
  const thread = { messages: [{ role: 'user', content: 'Hi' }] }
  return send(port.port, '/threads/runs', JSON.stringify({ assistant_id, thread, stream: true }))
}

function theRun(project: Project): RunNode | undefined {
  const [thread] = project.threads.all.values()
  return thread?.runs.backwards().next().value
}

test.each([
  ['its run is held', 'script: [{ message: { content: [Hi, hold] } }]'],
  ['its run waits at a gate', 'script: [{ message: { content: [Hi, { gate: go }] } }]'],
  [
    'a fault has stopped it',
    'script: [{ message: { content: [Hi, hold] } }]\nfaults: [{ on: stream, stall: { after_events: 2 } }]',
  ],
  [
    'a fault keeps its head back',
    'script: [{ message: { content: [Hi, hold] } }]\nfaults: [{ on: stream, slow_headers: }]',
  ],
])('a stream whose client leaves while %s is freed at once', async (_, scenario) => {
  const server = await start({ scenario })
  const { project, answers } = server
  const socket = await streaming(server)
  await until(() => theRun(project)?.state.message != null)
  const run = theRun(project)!
  expect(run.active!.followers).toHaveLength(1)
  const closed = noticed(answers[0]!)
  socket.destroy()
  await closed
  expect(run.active!.followers).toHaveLength(0)
  const [entry] = project.journal
  await until(() => entry!.ended !== undefined)
  expect(entry!.ended!.how).toBe('left')
})

test('what a client that leaves had only begun to ask for is not done', async () => {
  const server = await start({
    scenario: 'script: [message: Hi]\nfaults: [{ on: create, slow_headers:, handled: false }]',
  })
  const { project } = server
  const socket = await streaming(server)
  await until(() => [...project.journal].some(({ scenario }) => scenario !== undefined))
  socket.destroy()
  const [entry] = project.journal
  await until(() => entry!.ended !== undefined)
  expect([entry!.status, entry!.ended!.how, project.threads.all.size]).toEqual([0, 'left', 0])
})

test.each([
  ['memory', {}],
  ['disk', { each: 1000 }],
])('of an upload that breaks off nothing stays: in %s', async (where, limits) => {
  const folder = mkdtempSync(join(tmpdir(), 'leaving-test-'))
  vi.stubEnv('TMPDIR', folder)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })
  const { port, storage, project } = await start({ limits })
  const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n' + 'x'.repeat(60_000)
  const headers = { authorization: 'Bearer any', 'content-type': 'multipart/form-data; boundary=b' }
  const socket = send(port.port, '/files', part, headers, 1_000_000)
  await until(() => (where === 'disk' ? readdirSync(folder).length > 0 : storage.inMemory > 50_000))
  socket.destroy()
  const [entry] = project.journal
  await until(() => entry!.ended !== undefined)
  expect([entry!.status, storage.inMemory, readdirSync(folder)]).toEqual([400, 0, []])
  expect(entry!.responseBody).toContain('"incomplete_body"')
})

test('a connection that nobody reads is given no more than a piece at once', async () => {
  const server = await start({ scenario: `script: [message: { content: "${' word'.repeat(60_000)}", by: word }]` })
  const { project, answers } = server
  const socket = (await streaming(server)).pause()
  await until(() => answers[0]?.writableNeedDrain === true)
  await until(() => theRun(project)!.active === undefined)
  expect(answers[0]!.writableLength).toBeLessThan(100_000)
  socket.destroy()
})
