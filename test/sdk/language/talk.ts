import OpenAI from 'openai'
import { createEmulator, type Emulator, type EmulatorOptions } from '../../../src/index.ts'

export function clientOf(emulator: Emulator): OpenAI {
  return new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 0 })
}

export interface Talk extends EmulatorOptions {
  /** The answer to every tool call, or one by function name. */
  output?: string | Record<string, string>
  question?: string
  request?: Partial<OpenAI.Beta.Threads.RunCreateParamsNonStreaming>
  assistant?: Partial<OpenAI.Beta.AssistantCreateParams>
}

/** Plays a scenario, given as YAML, by polling until the run ends, and tells all that a client can see of it. */
export async function talk(
  yaml: string,
  { output = 'ok', question = 'Hello?', request, assistant, ...options }: Talk = {},
) {
  const emulator = createEmulator({ scenarios: { scripted: yaml }, ...options })
  const openai = clientOf(emulator)
  const { id: assistant_id } = await openai.beta.assistants.create({
    model: 'gpt-4o',
    name: 'Tester',
    instructions: 'Be brief.',
    ...assistant,
  })
  const { id: thread_id } = await openai.beta.threads.create({ messages: [{ role: 'user', content: question }] })
  const again = () =>
    finish(openai, thread_id, { assistant_id, metadata: { emulator_scenario: 'scripted' }, ...request }, output)
  return { emulator, openai, assistant_id, thread_id, again, ...(await again()) }
}

async function finish(
  openai: OpenAI,
  thread_id: string,
  params: OpenAI.Beta.Threads.RunCreateParamsNonStreaming,
  output: string | Record<string, string>,
) {
  const { runs, messages } = openai.beta.threads
  let run = await runs.createAndPoll(thread_id, params)
  while (run.status === 'requires_action') {
    const tool_outputs = run.required_action!.submit_tool_outputs.tool_calls.map(({ id, function: { name } }) => ({
      tool_call_id: id,
      output: typeof output === 'string' ? output : (output[name] ?? ''),
    }))
    run = await runs.submitToolOutputsAndPoll(run.id, { thread_id, tool_outputs })
  }
  const steps = (await runs.steps.list(run.id, { thread_id, order: 'asc' })).data
  const said = (await messages.list(thread_id, { run_id: run.id, order: 'asc' })).data
  return { run, steps, said, texts: said.map(textOf) }
}

export function textOf({ content }: OpenAI.Beta.Threads.Message): string {
  return content
    .map((part) => (part.type === 'text' ? part.text.value : part.type === 'refusal' ? part.refusal : `[${part.type}]`))
    .join('')
}

/** Plays a scenario as a stream; the events with their times on the emulator's clock. */
export async function listen(yaml: string, options: EmulatorOptions = {}) {
  const emulator = createEmulator({ scenarios: { scripted: yaml }, ...options })
  const openai = clientOf(emulator)
  const assistant = await openai.beta.assistants.create({ model: 'gpt-4o', instructions: 'Be brief.' })
  const start = emulator.clock.now().getTime()
  const stream = await openai.beta.threads.createAndRun({
    assistant_id: assistant.id,
    metadata: { emulator_scenario: 'scripted' },
    stream: true,
  })
  const events: (OpenAI.Beta.AssistantStreamEvent & { ms: number })[] = []
  for await (const event of stream) events.push({ ...event, ms: emulator.clock.now().getTime() - start })
  return { emulator, events, names: events.map(({ event }) => event) }
}
