import OpenAI from 'openai'
import OpenAI4 from 'openai4'
import OpenAI7 from 'openai7'
import { createEmulator, type Emulator, type EmulatorOptions, type LogEntry } from '../../../src/index.ts'

/** The official clients that people have, by major version. They agree on what these tests call. */
export type Major = 4 | 6 | 7
const majors = { 4: OpenAI4, 6: OpenAI, 7: OpenAI7 } as unknown as Record<Major, typeof OpenAI>
export const allMajors: Major[] = [4, 6, 7]

export const transports = ['in process', 'over a socket'] as const
export type Transport = (typeof transports)[number]

export type ClientOptions = { major?: Major; scenario?: string; maxRetries?: number; timeout?: number }

/** An emulator with an assistant, and clients for it. */
export interface World {
  emulator: Emulator
  log: LogEntry[]
  assistant: string
  client(options?: ClientOptions): OpenAI
  /** A client in process that retries nothing. */
  setup: OpenAI
  /** A thread with a message of the user. */
  thread(): Promise<string>
  /** Retrieves a run with a client of this major version, as it spells that. */
  retrieve(major: Major, thread: string, run: string): Promise<OpenAI.Beta.Threads.Run>
  /** The run once it rests. */
  rest(thread: string, run: string): Promise<OpenAI.Beta.Threads.Run>
  [Symbol.asyncDispose](): Promise<void>
}

/** `scenarios` by name; one given alone is the default. */
export async function world(
  scenarios: string | Record<string, string>,
  { transport = 'in process', ...options }: EmulatorOptions & { transport?: Transport } = {},
): Promise<World> {
  const log: LogEntry[] = []
  const emulator = createEmulator({
    scenarios: typeof scenarios === 'string' ? { default: scenarios } : scenarios,
    pollAfter: 0,
    onRequest: (entry) => log.push(entry),
    ...options,
  })
  const socket = transport === 'over a socket' ? await emulator.listen() : undefined
  const client = ({ major = 6, scenario, ...given }: ClientOptions = {}) =>
    new majors[major]({
      apiKey: 'sk-test',
      maxRetries: 0,
      baseURL: socket?.url ?? emulator.url,
      fetch: socket ? fetch : emulator.fetch,
      ...(scenario !== undefined && { defaultHeaders: { 'x-emulator-scenario': scenario } }),
      ...given,
    })
  const setup = new OpenAI({ apiKey: 'sk-test', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 0 })
  const { id: assistant } = await setup.beta.assistants.create({
    model: 'gpt-4o',
    instructions: 'Be brief.',
    tools: [{ type: 'function', function: { name: 'get_weather' } }],
  })
  return {
    emulator,
    log,
    assistant,
    client,
    setup,
    thread: async () => (await setup.beta.threads.create({ messages: [{ role: 'user', content: 'Hello' }] })).id,
    retrieve: (major, thread_id, run) =>
      major === 4
        ? (client({ major }) as unknown as OpenAI4).beta.threads.runs.retrieve(thread_id, run)
        : client({ major }).beta.threads.runs.retrieve(run, { thread_id }),
    rest: (thread_id, run) => setup.beta.threads.runs.poll(run, { thread_id }),
    [Symbol.asyncDispose]: () => emulator.close(),
  }
}

/** What a client saw of a stream. */
export interface Seen {
  events: string[]
  /** Of the final run, if the helper found one. */
  status?: string
  error?: Error
}

/** Follows a new run with the official stream helper, to its end or its failure. */
export async function follow(emulated: World, thread: string, options: ClientOptions): Promise<Seen> {
  const events: string[] = []
  try {
    const stream = emulated.client(options).beta.threads.runs.stream(thread, { assistant_id: emulated.assistant })
    stream.on('event', ({ event }) => events.push(event))
    const { status } = await stream.finalRun()
    return { events, status }
  } catch (error) {
    return { events, error: error as Error }
  }
}
