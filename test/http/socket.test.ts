import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createEmulator, type Emulator, type Listening } from '../../src/index.ts'

const headers = {
  authorization: 'Bearer any',
  'openai-beta': 'assistants=v2',
  'content-type': 'application/json',
  'x-emulator-scenario': 'hello',
}

let emulator: Emulator
let port: Listening

beforeEach(async () => {
  emulator = createEmulator()
  port = await emulator.listen()
})
afterEach(() => emulator.close())

async function post(path: string, body: object): Promise<Response> {
  return fetch(port.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

it('streams to the end over a socket, and nobody complains', async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { id: assistant_id } = (await (await post('/assistants', { model: 'gpt-4o' })).json()) as { id: string }
  const messages = [{ role: 'user', content: 'Hi' }]
  const response = await post('/threads/runs', { assistant_id, thread: { messages }, stream: true })
  expect(response.headers.get('x-hono-already-sent')).toBeNull()
  expect(await response.text()).toMatch(/^event: thread\.created\n.*\nevent: done\ndata: \[DONE\]\n\n$/s)
  expect(complaint).not.toHaveBeenCalled()
})
