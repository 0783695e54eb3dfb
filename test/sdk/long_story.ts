import OpenAI, { toFile } from 'openai'
import type { AssistantStream } from 'openai/lib/AssistantStream'
import { createEmulator, type Emulator, type EmulatorOptions, type ProjectControl } from 'run-emulator'
import { scenario, toolOutputs } from './set_up.ts'

type Run = OpenAI.Beta.Threads.Run
type Body = Omit<OpenAI.Beta.Threads.Runs.RunCreateParamsNonStreaming, 'stream'>

const poem = 'Roses are red.\n\nViolets are blue.\n\nA poem is never late, and so are you.'
const parameters = { type: 'object', properties: { city: { type: 'string' }, days: { type: 'integer' } } }
const functions = [{ type: 'function' as const, function: { name: 'get_weather', parameters } }]

/** What a story has come to. */
export interface Told {
  /** The journals, as the bytes that they would be in a file. */
  journals: string
  /** Every answer of theirs as a client got it: status, headers and body. */
  answers: string
  /** What the crowd asked and was answered, whatever the order in which its requests came: without what counts requests, sorted. */
  crowd: string
  emulator: Emulator
}

export interface Telling extends EmulatorOptions {
  /** Does something else before each chapter, which must not change it. */
  aside?: (openai: OpenAI) => Promise<unknown>
  /** In which order the crowd arrives. */
  order?: (n: number) => number
}

/**
 * One long story in four projects at once: files, vector stores, citations, tools, streams, polling, parallel arrivals, faults, cancelling,
 * expiry and all kinds of errors. Time moves only when told, so that it is the same story under a skip and a manual clock.
 */
export async function tellStory({ aside, order = (n) => n, ...options }: Telling): Promise<Told> {
  const emulator = createEmulator({ seed: 'story', ...options })
  const answers: string[] = []
  const world = (project: string, fetch: typeof globalThis.fetch) => {
    const openai = new OpenAI({ baseURL: emulator.url, apiKey: 'any', project, maxRetries: 0, fetch })
    return new World(emulator.project(project), openai)
  }
  const journal = (project: string) => emulator.project(project).journal({ wall_ms: false })
  const chapters = { default: lending, library: searching, trouble: failing }
  const names = Object.keys(chapters) as (keyof typeof chapters)[]
  await Promise.all([
    ...names.map(async (name) => {
      const told = world(name, noting(emulator, answers))
      await aside?.(told.openai)
      await chapters[name](told)
    }),
    crowding(world('crowd', emulator.fetch), order),
  ])
  const crowd = journal('crowd').map(({ n: _, request_id: id, ...entry }) => JSON.stringify(entry).replaceAll(id, ''))
  return {
    journals: JSON.stringify(names.map(journal), null, 1),
    answers: answers.sort().join('\n'),
    crowd: crowd.sort().join('\n'),
    emulator,
  }
}

/** What the stories are told with. */
class World {
  readonly control: ProjectControl
  readonly openai: OpenAI

  constructor(control: ProjectControl, openai: OpenAI) {
    this.control = control
    this.openai = openai
  }

  get beta() {
    return this.openai.beta
  }

  thread(content: string): Promise<{ id: string }> {
    return this.beta.threads.create({ messages: [{ role: 'user', content }] })
  }

  /** Follows a run in a stream until it rests, and answers what it asks. */
  async streamed(thread_id: string, body: Body): Promise<Run> {
    let run = await this.#follow(this.beta.threads.runs.stream(thread_id, body))
    while (run.status === 'requires_action')
      run = await this.#follow(
        this.beta.threads.runs.submitToolOutputsStream(run.id, { thread_id, tool_outputs: toolOutputs(run) }),
      )
    return run
  }

  async #follow(stream: AssistantStream): Promise<Run> {
    let moved: Promise<void> | undefined
    stream.on('event', ({ event, data }) => {
      if (event === 'thread.run.queued') moved ??= this.rest(data.id)
    })
    const run = await stream.finalRun()
    await moved
    return run
  }

  /** Reads a run until it rests, and answers what it asks. */
  async polled(thread_id: string, body: Body): Promise<Run> {
    const { runs } = this.beta.threads
    let run = await runs.create(thread_id, body)
    for (;;) {
      await this.rest(run.id)
      run = await runs.retrieve(run.id, { thread_id })
      if (run.status !== 'requires_action') return run
      run = await runs.submitToolOutputs(run.id, { thread_id, tool_outputs: toolOutputs(run) })
    }
  }

  rest(run: string, status?: Run['status']): Promise<void> {
    return this.control.clock.advance({ until: { run, ...(status && { status }) } })
  }

  /** All that a thread has come to. */
  async read(thread_id: string): Promise<void> {
    await this.beta.threads.messages.list(thread_id)
    for await (const { id } of this.beta.threads.runs.list(thread_id, { limit: 2 }))
      await this.beta.threads.runs.steps.list(id, {
        thread_id,
        include: ['step_details.tool_calls[*].file_search.results[*].content'],
      })
  }
}

async function lending(world: World): Promise<void> {
  const { beta, openai } = world
  const { id: assistant_id } = await beta.assistants.create({ model: 'gpt-4o', tools: functions, metadata: { a: 'b' } })
  for (const name of ['default', 'two-rounds', 'code-interpreter-image', 'every-status', 'parallel-tool-calls']) {
    const { id } = await world.thread(`Tell me of ${name}.`)
    await world.streamed(id, { assistant_id, ...scenario(name) })
    await world.polled(id, { assistant_id, temperature: 0.3, ...scenario(name) })
    await world.read(id)
  }
  for await (const { id } of openai.files.list()) await (await openai.files.content(id)).arrayBuffer()
}

async function searching(world: World): Promise<void> {
  const { beta, openai, control } = world
  const file = async (name: string, text: string) =>
    (await openai.files.create({ file: await toFile(Buffer.from(text), name), purpose: 'assistants' })).id
  const files = [await file('poem.txt', poem), await file('weather.md', 'It rains in Bergen.')]
  const store = await openai.vectorStores.create({ name: 'poems', file_ids: [files[0]!] })
  await openai.vectorStores.fileBatches.create(store.id, { file_ids: files })
  await control.clock.advance('1m')
  await openai.vectorStores.files.list(store.id)
  await openai.vectorStores.search(store.id, { query: 'Where does it rain?' })
  const { id: assistant_id } = await beta.assistants.create({
    model: 'gpt-4o',
    tools: [{ type: 'file_search' }],
    tool_resources: { file_search: { vector_store_ids: [store.id] } },
  })
  const { id } = await beta.threads.create({
    messages: [
      {
        role: 'user',
        content: 'What colour are violets?',
        attachments: [{ file_id: files[1]!, tools: [{ type: 'file_search' }] }],
      },
    ],
  })
  await control.clock.advance('1m')
  await world.streamed(id, { assistant_id })
  await world.polled(id, { assistant_id })
  await world.read(id)
  await openai.files.delete(files[1]!)
}

async function crowding(world: World, order: (n: number) => number): Promise<void> {
  const { beta } = world
  const { id: assistant_id } = await beta.assistants.create({ model: 'gpt-4o', tools: functions })
  const threads: string[] = []
  for (let n = 0; n < 16; n++) threads.push((await world.thread(`Number ${n}?`)).id)
  await Promise.all(
    threads
      .map((id, n) => ({ id, n }))
      .sort((a, b) => order(a.n) - order(b.n))
      .map(async ({ id, n }) => {
        await (n % 3 === 0 ? world.polled(id, { assistant_id }) : world.streamed(id, { assistant_id }))
        await world.read(id)
      }),
  )
}

async function failing(world: World): Promise<void> {
  const { beta, openai, control } = world
  const { runs } = beta.threads
  const { id: assistant_id } = await beta.assistants.create({ model: 'gpt-4o', tools: functions })
  const { id: thread_id } = await world.thread('What can go wrong?')
  const refused = (attempt: Promise<unknown>) =>
    attempt.then(
      () => {
        throw new Error('This was to be refused.')
      },
      (error: unknown) => {
        if (!(error instanceof OpenAI.OpenAIError)) throw error
      },
    )

  for (const name of ['server-error', 'content-filter', 'max-completion-tokens', 'rate-limited-run'])
    await world.polled(thread_id, { assistant_id, ...scenario(name) })
  await refused(world.streamed(thread_id, { assistant_id, ...scenario('error-event') }))

  const slow = await runs.create(thread_id, { assistant_id, ...scenario('slow') })
  await refused(runs.create(thread_id, { assistant_id }))
  await control.clock.advance('5s')
  await runs.cancel(slow.id, { thread_id })
  await world.rest(slow.id)

  const late = await runs.create(thread_id, { assistant_id, ...scenario('expires') })
  await world.rest(late.id, 'requires_action')
  await world.rest(late.id, 'expired')

  control.faults.add({ method: 'GET', path: '/runs/*', times: 1, http_error: 503 })
  await refused(runs.retrieve(late.id, { thread_id }))
  await openai
    .withOptions({ maxRetries: 3 })
    .beta.threads.runs.create(thread_id, { assistant_id, ...scenario('three-rate-limits') })
    .then(({ id }) => world.rest(id))
  control.next('hello')
  control.next({ script: [{ message: '{{ invented.name }} lives in {{ invented.city }}.' }, { status: 'failed' }] })
  for (let n = 0; n < 2; n++) await world.polled(thread_id, { assistant_id })

  await refused(beta.threads.retrieve('thread_nobody'))
  await refused(beta.assistants.create({ model: 7 as never }))
  await refused(openai.get('/nowhere'))
  await refused(openai.post('/threads', { body: { messages: [{ role: 'nobody', content: 'Hi' }] } }))
  await world.read(thread_id)
}

/** A fetch that notes every answer to the last byte; one that breaks off, as far as it came and how it ended. */
function noting(emulator: Emulator, answers: string[]): typeof fetch {
  return async (input, init) => {
    const response = await emulator.fetch(input, init)
    const at = answers.push('') - 1
    const head = `${response.status} ${JSON.stringify([...response.headers])}\n`
    void response
      .clone()
      .bytes()
      .then(
        (bytes) => (answers[at] = head + Buffer.from(bytes).toString('latin1')),
        (error: Error) => (answers[at] = head + error.message),
      )
    return response
  }
}
