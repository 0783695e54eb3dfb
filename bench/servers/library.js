// The emulator as a test file has it: imported, and one run played to its end, in process.
import { createEmulator } from '../../dist/index.js'

const headers = { authorization: 'Bearer any', 'openai-beta': 'assistants=v2', 'content-type': 'application/json' }
const emulator = createEmulator()
const post = (path, body) =>
  emulator.fetch(emulator.url + path, { method: 'POST', headers, body: JSON.stringify(body) })

const { id: assistant_id } = await (await post('/assistants', { model: 'gpt-4o' })).json()
const thread = { messages: [{ role: 'user', content: 'Hello there, how are you?' }] }
const answer = await (await post('/threads/runs', { assistant_id, thread, stream: true })).text()
if (!answer.endsWith('data: [DONE]\n\n')) throw new Error(`Not a whole run: ${answer}`)
await emulator.close()
