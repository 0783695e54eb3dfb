import OpenAI from 'openai'
import { createEmulator, type EmulatorOptions } from 'run-emulator'

const functions = [
  { name: 'get_current_weather', parameters: { type: 'object', properties: { location: { type: 'string' } } } },
  { name: 'find_city', parameters: { type: 'object', properties: { query: { type: 'string' } } } },
]

/** What the application of these stories answers when one of its functions is called. */
export function callFunction(name: string): string {
  return name === 'find_city' ? 'Paris' : '22 degrees'
}

/** What goes with every story: an emulator, a client of it, an assistant that offers two functions, and a thread with a question. */
export async function setUp(options?: EmulatorOptions) {
  const emulator = createEmulator(options)
  const openai = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 0 })
  const assistant = await openai.beta.assistants.create({
    model: 'gpt-4o',
    tools: functions.map((each) => ({ type: 'function', function: each })),
  })
  const thread = await openai.beta.threads.create({
    messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
  })
  return { emulator, openai, assistant_id: assistant.id, thread_id: thread.id }
}

/** A run that plays the scenario of this name. */
export function scenario(name: string) {
  return { metadata: { emulator_scenario: name } }
}

/** The outputs that a run which requires action asks for. */
export function toolOutputs(run: OpenAI.Beta.Threads.Run) {
  return (run.required_action?.submit_tool_outputs.tool_calls ?? []).map(({ id, function: { name } }) => ({
    tool_call_id: id,
    output: callFunction(name),
  }))
}

/** The words of a message. */
export function textOf(message: OpenAI.Beta.Threads.Message | undefined): string {
  return (message?.content ?? []).map((part) => (part.type === 'text' ? part.text.value : '')).join('')
}
