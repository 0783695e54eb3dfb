import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { mostPending } from '../../src/engine/follower.ts'
import { type ClockMode, createEmulator, type LogEntry } from '../../src/index.ts'

/** Says something, and then, once a test opens the gate, more than may pile up. */
const talkative = {
  script: [
    { message: { content: ['Hello.', { gate: 'go' }, { text: ' a'.repeat(mostPending.events + 100) }], by: 'word' } },
  ],
}

/** A word of a million characters a second: however much a connection holds (on Linux some ten megabytes), some time it is full. */
const endless = {
  script: [{ message: { content: Array(60).fill({ after: '1s', text: 'x'.repeat(1_000_000) }), by: 'word' } }],
}

const headers = { authorization: 'Bearer any', 'openai-beta': 'assistants=v2', 'content-type': 'application/json' }

async function start(scenario: object, clock: ClockMode = 'skip') {
  const log: LogEntry[] = []
  const emulator = createEmulator({
    scenarios: { default: scenario },
    clock,
    onRequest: (entry) => log.push(entry),
    journal: false,
  })
  const post = async (path: string, body: object) =>
    (await emulator.fetch(`${emulator.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  const { id } = (await post('/assistants', { model: 'gpt-4o' })) as { id: string }
  const thread = { messages: [{ role: 'user', content: 'Hi' }] }
  return { emulator, log, request: JSON.stringify({ assistant_id: id, thread, stream: true }) }
}

/** Resolves once the run rests and its stream has been given up. */
async function givenUp(log: LogEntry[]): Promise<LogEntry> {
  for (;;) {
    const entry = log.find(({ error }) => error !== undefined)
    if (entry) return entry
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const told = {
  error: `The client has stopped reading: its stream was cut when more than ${mostPending.events} events, or ${mostPending.characters} characters of them, had piled up. The run goes on.`,
}

test('in process, a client that stops reading is cut off, and finds out when it reads on', async () => {
  const { emulator, log, request } = await start(talkative)
  const response = await emulator.fetch(`${emulator.url}/threads/runs`, { method: 'POST', headers, body: request })
  const reader = response.body!.getReader()
  const { value } = await reader.read()
  const [, run] = /"id":"(run_\w+)"/.exec(new TextDecoder().decode(value))!
  emulator.openGate('go')
  await emulator.clock.advance({ until: { run: run!, status: 'completed' } })
  const read = async () => {
    for (;;) if ((await reader.read()).done) return
  }
  await expect(read()).rejects.toThrow('terminated')
  expect(await givenUp(log)).toMatchObject(told)
  await emulator.close()
})

test('over a socket, its connection is closed at once', async () => {
  const { emulator, log, request } = await start(endless, 'manual')
  const { port } = await emulator.listen()
  const socket = connect(port, '127.0.0.1')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  const lines = Object.entries({ ...headers, host: 'localhost', 'content-length': request.length })
  socket.write(
    `POST /v1/threads/runs HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
  )
  socket.write(request)
  await new Promise((resolve) => socket.once('readable', resolve))
  const cut = () => log.find(({ error }) => error !== undefined)
  for (let second = 0; second < 59 && !cut(); second++) await emulator.clock.advance('1s')
  expect(cut()).toMatchObject(told)
  expect(emulator.runs.list()).toMatchObject([{ status: 'in_progress' }])
  socket.on('error', () => {}).resume()
  await closed
  await emulator.close()
})
