import OpenAI from 'openai'
import OpenAI4 from 'openai4'
import OpenAI7 from 'openai7'

/** What an abort can meet, as each major spells it. */
export interface Client {
  list(options?: Options): PromiseLike<unknown>
  /** Creates a run and streams it; the stream can be read, left, and aborted. */
  stream(thread: string, assistant: string, scenario: string, options?: Options): Promise<Stream>
  cancel(thread: string, run: string): PromiseLike<{ status: string }>
  retrieve(thread: string, run: string): PromiseLike<{ status: string }>
}

export interface Options {
  signal?: AbortSignal
  /** Milliseconds until the head of the answer must be there. */
  timeout?: number
}

interface Stream extends AsyncIterable<{ event: string; data: unknown }> {
  controller: AbortController
}

export interface Connection {
  baseURL: string
  fetch?: typeof fetch
}

type Make = (connection: Connection) => Client

const options = ({ baseURL, fetch }: Connection) => ({
  apiKey: 'sk-test',
  baseURL,
  maxRetries: 0,
  ...(fetch && { fetch: fetch as never }),
})

const body = (assistant_id: string, scenario: string) => ({
  assistant_id,
  stream: true as const,
  metadata: { emulator_scenario: scenario },
})

const major4: Make = (connection) => {
  const { assistants, threads } = new OpenAI4(options(connection)).beta
  return {
    list: (given) => assistants.list({}, given),
    stream: (thread, assistant, scenario, given) => threads.runs.create(thread, body(assistant, scenario), given),
    cancel: (thread, run) => threads.runs.cancel(thread, run),
    retrieve: (thread, run) => threads.runs.retrieve(thread, run),
  }
}

const later =
  (Client: typeof OpenAI | typeof OpenAI7): Make =>
  (connection) => {
    const { assistants, threads } = new (Client as typeof OpenAI)(options(connection)).beta
    return {
      list: (given) => assistants.list({}, given),
      stream: (thread, assistant, scenario, given) => threads.runs.create(thread, body(assistant, scenario), given),
      cancel: (thread_id, run) => threads.runs.cancel(run, { thread_id }),
      retrieve: (thread_id, run) => threads.runs.retrieve(run, { thread_id }),
    }
  }

export const clients: [name: string, make: Make][] = [
  ['openai 4', major4],
  ['openai 6', later(OpenAI)],
  ['openai 7', later(OpenAI7)],
]
