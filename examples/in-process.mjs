// The emulator as a library: no port, no waiting, time moved by hand.
import { createEmulator } from 'run-emulator'
import OpenAI from 'openai'

const emulator = createEmulator()
const openai = new OpenAI({ baseURL: emulator.url, fetch: emulator.fetch, apiKey: 'any' })

const assistant = await openai.beta.assistants.create({ model: 'gpt-4o', instructions: 'Be brief.' })
let run = await openai.beta.threads.createAndRunPoll({
  assistant_id: assistant.id,
  metadata: { emulator_scenario: 'expires' }, // a shipped scenario: asks for tool outputs that nobody gives
})
console.log(run.status) // requires_action

await emulator.clock.advance('10m')
run = await openai.beta.threads.runs.retrieve(run.id, { thread_id: run.thread_id })
console.log(run.status) // expired
await emulator.close()
