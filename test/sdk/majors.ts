import OpenAI from 'openai'
import OpenAI4 from 'openai4'
import OpenAI7 from 'openai7'
import type { Emulator } from 'run-emulator'
import { scenario } from './set_up.ts'

/** What these stories look at; all majors agree on it. */
export interface Run {
  id: string
  thread_id: string
  status: string
  incomplete_details: { reason?: string | undefined } | null
  required_action: { submit_tool_outputs: { tool_calls: { id: string; function: { name: string } }[] } } | null
}

/** What the stream helper of every major tells, besides the events themselves. */
export const helperEvents = [
  ...(['runStepCreated', 'runStepDelta', 'runStepDone', 'toolCallCreated', 'toolCallDelta', 'toolCallDone'] as const),
  ...(['messageCreated', 'messageDelta', 'messageDone', 'textCreated', 'textDelta', 'textDone'] as const),
  ...(['imageFileDone', 'end', 'error', 'abort'] as const),
]

export interface Stream {
  on(event: 'event', listener: (event: { event: string }) => void): unknown
  on(event: 'textDelta', listener: (delta: { value?: string | undefined }) => void): unknown
  on(event: (typeof helperEvents)[number], listener: (value: never) => void): unknown
  abort(): void
  finalRun(): Promise<Run>
  currentRun(): Run | undefined
  finalMessages(): Promise<{ content: Content[] }[]>
}

interface Content {
  type: string
  text?: { value: string }
}

type Outputs = { tool_call_id: string; output: string }[]

/** The calls of one thread as a major of the official client spells them. */
export interface Client {
  createAndPoll(name: string): Promise<Run>
  stream(name: string): Stream
  retrieve(run: string): Promise<Run>
  cancel(run: string): Promise<Run>
  submitAndPoll(run: string, tool_outputs: Outputs): Promise<Run>
  submitStream(run: string, tool_outputs: Outputs): Stream
  steps(run: string): Promise<{ type: string; status: string }[]>
  texts(run: string): Promise<string[]>
}

/** The thread and assistant that a client works with. */
export interface Place {
  thread_id: string
  assistant_id: string
}

type Make = (emulator: Emulator, place: Place) => Client

/** Major 4: the ids of path parameters come one after the other, outermost first. */
const major4: Make = (emulator, { thread_id, assistant_id }) => {
  const { runs, messages } = new OpenAI4({ ...options(emulator), fetch: emulator.fetch as never }).beta.threads
  return {
    createAndPoll: (name) => runs.createAndPoll(thread_id, { assistant_id, ...scenario(name) }),
    stream: (name) => runs.stream(thread_id, { assistant_id, ...scenario(name) }),
    retrieve: (run) => runs.retrieve(thread_id, run),
    cancel: (run) => runs.cancel(thread_id, run),
    submitAndPoll: (run, tool_outputs) => runs.submitToolOutputsAndPoll(thread_id, run, { tool_outputs }),
    submitStream: (run, tool_outputs) => runs.submitToolOutputsStream(thread_id, run, { tool_outputs }),
    steps: async (run) => (await runs.steps.list(thread_id, run, { order: 'asc' })).data,
    texts: async (run_id) => textsOf((await messages.list(thread_id, { run_id, order: 'asc' })).data),
  }
}

/** Since major 5: the last id comes first, the others by name. */
const later =
  (Major: typeof OpenAI): Make =>
  (emulator, { thread_id, assistant_id }) => {
    const { runs, messages } = new Major({ ...options(emulator), fetch: emulator.fetch }).beta.threads
    return {
      createAndPoll: (name) => runs.createAndPoll(thread_id, { assistant_id, ...scenario(name) }),
      stream: (name) => runs.stream(thread_id, { assistant_id, ...scenario(name) }),
      retrieve: (run) => runs.retrieve(run, { thread_id }),
      cancel: (run) => runs.cancel(run, { thread_id }),
      submitAndPoll: (run, tool_outputs) => runs.submitToolOutputsAndPoll(run, { thread_id, tool_outputs }),
      submitStream: (run, tool_outputs) => runs.submitToolOutputsStream(run, { thread_id, tool_outputs }),
      steps: async (run) => (await runs.steps.list(run, { thread_id, order: 'asc' })).data,
      texts: async (run_id) => textsOf((await messages.list(thread_id, { run_id, order: 'asc' })).data),
    }
  }

/** The majors of the official client, side by side. */
export const majors: [major: number, make: Make][] = [
  [4, major4],
  [6, later(OpenAI)],
  [7, later(OpenAI7 as unknown as typeof OpenAI)],
]

const options = ({ url }: Emulator) => ({ apiKey: 'any', baseURL: url, maxRetries: 0 })

export function textsOf(messages: { content: Content[] }[]): string[] {
  return messages.map(({ content }) => content.map(({ text }) => text?.value ?? '').join(''))
}
