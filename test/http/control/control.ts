import OpenAI from 'openai'
import { expect } from 'vitest'
import { createEmulator, type Emulator, type EmulatorOptions } from '../../../src/index.ts'
import { flaws } from './document.ts'

/** An emulator, its official client, and its control API as `curl` would use it. */
export function setUp(options?: EmulatorOptions) {
  const emulator = createEmulator(options)
  return { emulator, client: clientOf(emulator), ...controlOf(emulator) }
}

export function clientOf(emulator: Emulator, project?: string): OpenAI {
  return new OpenAI({
    apiKey: 'any',
    baseURL: emulator.url,
    fetch: emulator.fetch,
    maxRetries: 0,
    ...(project !== undefined && { project }),
  })
}

type Json = Record<string, unknown>

export function controlOf(emulator: Emulator) {
  /** Sends a request below `/_emulator`; the answer's JSON, which must be a success unless `status` says otherwise. */
  async function control<T = Json>(request: string, body?: unknown, { status = 200, headers = {} } = {}): Promise<T> {
    const [method, path] = request.split(' ')
    const response = await emulator.fetch(new URL(`/_emulator${path}`, emulator.url), {
      method: method!,
      headers,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    if (response.status !== status) throw new Error(`${request} answered ${response.status}: ${text}`)
    if (response.headers.get('content-type') !== 'application/json') return text as T
    const answer = JSON.parse(text) as T
    expect(flaws(method!, path!, response.status, answer), `${request} answers as its document says`).toEqual([])
    return answer
  }
  /** The error's message of a request that is refused with 400, or another status. */
  async function refusal(request: string, body?: unknown, options: { status?: number; headers?: {} } = {}) {
    const { error } = await control<{ error: { message: string; type: string; code: string } }>(request, body, {
      status: 400,
      ...options,
    })
    return error
  }
  return { control, refusal }
}

/** An assistant and a thread with a question. */
export async function prepare(client: OpenAI, question = 'What is the weather in Paris?') {
  const assistant = await client.beta.assistants.create({ model: 'gpt-4o', tools: [weather] })
  const thread = await client.beta.threads.create({ messages: [{ role: 'user', content: question }] })
  return { assistant, thread, assistant_id: assistant.id }
}

export const weather = {
  type: 'function',
  function: {
    name: 'get_current_weather',
    parameters: { type: 'object', properties: { location: { type: 'string' } }, required: ['location'] },
  },
} as const
