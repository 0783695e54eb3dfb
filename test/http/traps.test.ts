import { connect } from 'node:net'
import { expect, it } from 'vitest'
import type { LogEntry } from '../../src/http/services.ts'
import { conversation, weather, wire } from '../support/wire.ts'

/** Traps that other emulators fell into (those about the command line are proven there). */

it('/threads/runs is no thread called "runs"', async () => {
  const { openai } = wire()
  const { id: assistant_id } = await openai.beta.assistants.create({ model: 'gpt-4o' })
  const thread = { messages: [{ role: 'user' as const, content: 'Hi' }] }
  const run = await openai.beta.threads.createAndRunPoll({ assistant_id, thread })
  expect([run.status, run.thread_id]).toEqual(['completed', expect.stringMatching(/^thread_/)])
})

it('a second run works, on the same thread and on others, one after the other and all at once', async () => {
  const { openai } = wire()
  const { assistant_id, thread_id } = await conversation(openai)
  for (let n = 0; n < 3; n++)
    expect((await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id })).status).toBe('completed')
  const parallel = Array.from({ length: 25 }, async (_, n) => {
    const thread = { messages: [{ role: 'user' as const, content: `Question ${n}` }] }
    const stream = openai.beta.threads.createAndRunStream({ assistant_id, thread })
    const run = await stream.finalRun()
    const [answer] = await stream.finalMessages()
    const [part] = answer!.content
    return [run.status, part?.type === 'text' && part.text.value.includes(`"Question ${n}"`), run.id] as const
  })
  const runs = await Promise.all(parallel)
  expect(runs.every(([status, fitting]) => status === 'completed' && fitting)).toBe(true)
  expect(new Set(runs.map(([, , id]) => id)).size).toBe(25)
})

it('everything that goes well is answered 200, creation too', async () => {
  const statuses: number[] = []
  const { openai } = wire({ onRequest: ({ status }: LogEntry) => statuses.push(status) })
  const { assistant_id, thread_id } = await conversation(openai, { tools: [weather] })
  await openai.beta.threads.messages.create(thread_id, { role: 'user', content: 'Hi' })
  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
  await openai.beta.threads.runs.submitToolOutputsAndPoll(run.id, {
    thread_id,
    tool_outputs: run.required_action!.submit_tool_outputs.tool_calls.map(({ id }) => ({
      tool_call_id: id,
      output: 'x',
    })),
  })
  await openai.beta.threads.delete(thread_id)
  await openai.beta.assistants.delete(assistant_id)
  expect(statuses.length).toBeGreaterThan(8)
  expect(new Set(statuses)).toEqual(new Set([200]))
})

it('a 404 has a body that says what was not found', async () => {
  const { call } = wire()
  for (const [method, path] of [
    ['GET', '/threads/thread_x'],
    ['POST', '/threads/thread_x/runs/run_x/cancel'],
    ['DELETE', '/assistants/asst_x'],
    ['GET', '/nothing'],
  ] as const) {
    const { status, headers, body } = await call(method, path)
    expect([status, headers.get('content-type')]).toEqual([404, 'application/json'])
    expect(Object.keys(body.error)).toEqual(['message', 'type', 'param', 'code'])
    expect(String(body.error.message)).not.toBe('')
  }
})

it('the message that a step names exists, from the moment its creation is told', async () => {
  const { openai } = wire()
  const { assistant_id, thread_id } = await conversation(openai)
  const stream = openai.beta.threads.runs.stream(thread_id, { assistant_id })
  const read: Promise<{ id: string }>[] = []
  stream.on('messageCreated', ({ id }) => read.push(openai.beta.threads.messages.retrieve(id, { thread_id })))
  const run = await stream.finalRun()
  const written = await Promise.all(read)
  const { data } = await openai.beta.threads.runs.steps.list(run.id, { thread_id })
  const named = data.map(
    ({ step_details: details }) => details.type === 'message_creation' && details.message_creation.message_id,
  )
  expect(named).toEqual(written.map(({ id }) => id))
  expect(named).toHaveLength(1)
})

it('a stream has the events of its message, and ends in an event called done', async () => {
  const { openai, post } = wire()
  const { assistant_id, thread_id } = await conversation(openai)
  const { text } = await post(`/threads/${thread_id}/runs`, { assistant_id, stream: true })
  for (const name of ['created', 'in_progress', 'delta', 'completed'])
    expect(text).toContain(`event: thread.message.${name}\n`)
  expect(text.endsWith('event: done\ndata: [DONE]\n\n')).toBe(true)
  expect(text.match(/\[DONE\]/g)).toHaveLength(1)
})

it('a request to an unknown route is logged like any other', async () => {
  const log: LogEntry[] = []
  const { call } = wire({ onRequest: (entry) => log.push(entry) })
  await call('POST', '/threads/thread_x/messages/msg_x/files')
  await call('PATCH', '/threads')
  expect(log.map(({ method, path, status, request_id }) => [method, path, status, request_id.slice(0, 4)])).toEqual([
    ['POST', '/v1/threads/thread_x/messages/msg_x/files', 404, 'req_'],
    ['PATCH', '/v1/threads', 405, 'req_'],
  ])
})

it('no bad request keeps the next good one from being answered', async () => {
  const { emulator, get, post } = wire()
  const deep = '['.repeat(50_000)
  const bad: unknown[] = [
    '{',
    deep,
    `{"metadata":${'{"a":'.repeat(20_000)}`,
    '\u0000',
    '"\ud800"',
    '[{}]',
    'null',
    { metadata: { __proto__: 1 } },
  ]
  for (const body of bad) expect((await post('/threads', body)).status).toBeLessThan(500)
  for (const path of [
    '/threads/%',
    '/threads/%E0%A4%A',
    '/threads/thread_%00',
    '/assistants?limit=%',
    '/assistants?order[]=asc&order[]=desc',
    `/threads/${'x'.repeat(5000)}`,
    '/threads/..%2f..%2fetc',
    '/__proto__',
    '/threads/constructor',
  ])
    expect([path, (await get(path)).status < 500]).toEqual([path, true])
  const { host, port } = await emulator.listen()
  for (const bytes of [
    'GARBAGE\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'POST /v1/threads HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n',
    '\u0016\u0003\u0001\u0002',
  ])
    expect(await answer(host, port, bytes)).not.toMatch(/^HTTP\/1\.1 5/)
  const fine = await fetch(`http://${host}:${port}/v1/models`, { headers: { authorization: 'Bearer x' } })
  expect(fine.status).toBe(200)
  await emulator.close()
})

/** What a server says to bytes that need not be HTTP, until it hangs up. */
function answer(host: string, port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect({ host, port }, () => socket.end(bytes, 'latin1'))
    socket.on('data', (chunk) => (heard += chunk.toString()))
    socket.on('error', () => {})
    socket.on('close', () => resolve(heard))
  })
}
