import OpenAI from 'openai'
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/index.ts'

/** What came back, with the body both as sent and as JSON (undefined where it is none). */
export interface Reply {
  status: number
  headers: Headers
  text: string
  // The tests read whatever shape they expect and fail where it is another.
  body: Json
}

export interface Json {
  error: Json
  data: Json
  [key: string | number]: Json
}

export interface Wire {
  emulator: Emulator
  openai: OpenAI
  /** One request without a client's help. A body that is a string goes as it is; a header that is null is left out. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string | null>): Promise<Reply>
  post(path: string, body?: unknown, headers?: Record<string, string | null>): Promise<Reply>
  get(path: string, headers?: Record<string, string | null>): Promise<Reply>
}

/** An emulator of its own, with the official client and a bare one, both in process. */
export function wire(options: EmulatorOptions = {}): Wire {
  const emulator = createEmulator(options)
  const call: Wire['call'] = async (method, path, body, headers = {}) => {
    const all: Record<string, string | null> = {
      authorization: 'Bearer sk-test',
      'openai-beta': 'assistants=v2',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    }
    const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null)
    const response = await emulator.fetch(
      path.startsWith('/_') ? emulator.url.replace('/v1', path) : emulator.url + path,
      {
        method,
        headers: given,
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      },
    )
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: parsed(text) as Json }
  }
  return {
    emulator,
    openai: new OpenAI({ apiKey: 'sk-test', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 0 }),
    call,
    post: (path, body, headers) => call('POST', path, body, headers),
    get: (path, headers) => call('GET', path, undefined, headers),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An assistant and a thread with one message of a user. */
export async function conversation(
  openai: OpenAI,
  assistant: Partial<OpenAI.Beta.AssistantCreateParams> = {},
  question = 'What is the weather in Paris?',
) {
  const { id: assistant_id } = await openai.beta.assistants.create({ model: 'gpt-4o', ...assistant })
  const { id: thread_id } = await openai.beta.threads.create({ messages: [{ role: 'user', content: question }] })
  return { assistant_id, thread_id }
}

/** The texts of a thread's messages, oldest first. */
export async function texts(openai: OpenAI, thread_id: string, run_id?: string): Promise<string[]> {
  const found: string[] = []
  for await (const { content } of openai.beta.threads.messages.list(thread_id, {
    order: 'asc',
    ...(run_id !== undefined && { run_id }),
  }))
    for (const part of content) if (part.type === 'text') found.push(part.text.value)
  return found
}

/** A function for tools, whose parameters are a city and a number of days. */
export const weather = {
  type: 'function' as const,
  function: {
    name: 'get_current_weather',
    description: 'The weather in a city',
    parameters: {
      type: 'object',
      properties: { location: { type: 'string' }, days: { type: 'integer', minimum: 1, maximum: 5 } },
      required: ['location'],
    },
  },
}
