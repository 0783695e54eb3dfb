import type OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { type World, world } from './world.ts'

const teapot = (fault: string) => `faults: [{ ${fault}, http_error: 418 }]`
const struck = { status: 418 }

/** A run that waits for tool outputs, and one request of it for each moment: what came of each. */
async function story(emulated: World, { streamed = false } = {}) {
  const thread_id = await emulated.thread()
  const { threads } = emulated.client().beta
  const message = await threads.messages.create(thread_id, { role: 'user', content: 'Well?' })
  const body = { assistant_id: emulated.assistant }
  const outcomes: Record<string, string> = {}
  const note = async (name: string, request: Promise<unknown>) => {
    outcomes[name] = await request.then(
      () => 'ok',
      (error: Error & { status?: number }) => String(error.status ?? error.message),
    )
  }
  const created = streamed ? threads.runs.stream(thread_id, body).finalRun() : threads.runs.create(thread_id, body)
  await note('create', created)
  const { id: run } = await created.catch(() => ({ id: undefined }))
  if (!run) return outcomes
  const rests = () => emulated.emulator.clock.advance({ until: { run } })
  await rests()
  // What a fault hides from one request, another one shows.
  const polled = threads.runs.retrieve(run, { thread_id })
  await note('poll', polled)
  const listed = threads.runs.list(thread_id)
  await note('list_runs', listed)
  const { required_action } = await polled.catch(async () => (await listed).data[0]!)
  const tool_outputs = [{ tool_call_id: required_action!.submit_tool_outputs.tool_calls[0]!.id, output: 'sunny' }]
  const steps = threads.runs.steps.list(run, { thread_id })
  await note('list_steps', steps)
  const [step] = await steps.then(({ data }) => data).catch(() => [])
  if (step) await note('retrieve_step', threads.runs.steps.retrieve(step.id, { thread_id, run_id: run }))
  await note('list_messages', threads.messages.list(thread_id))
  await note('retrieve_message', threads.messages.retrieve(message.id, { thread_id }))
  await note('modify_message', threads.messages.update(message.id, { thread_id, metadata: {} }))
  await note('retrieve_thread', threads.retrieve(thread_id))
  await note('modify_thread', threads.update(thread_id, { metadata: {} }))
  await note('modify', threads.runs.update(run, { thread_id, metadata: {} }))
  const submit = () =>
    streamed
      ? threads.runs.submitToolOutputsStream(run, { thread_id, tool_outputs }).finalRun()
      : threads.runs.submitToolOutputs(run, { thread_id, tool_outputs })
  await note('submit', submit())
  if (streamed) return outcomes
  await note('cancel', threads.runs.cancel(run, { thread_id }))
  if (outcomes.cancel === 'ok') {
    await rests()
    await note('create_message', threads.messages.create(thread_id, { role: 'user', content: 'Thanks' }))
  }
  await note('delete_message', threads.messages.delete(message.id, { thread_id }))
  await note('delete_thread', threads.delete(thread_id))
  return outcomes
}

const script = 'script: [tool_calls: [function: get_weather], gate: never]\n'

describe('a fault strikes the request that it names, and no other', () => {
  test.each([
    'create',
    'poll',
    'list_runs',
    'list_steps',
    'retrieve_step',
    'list_messages',
    'retrieve_message',
    'modify_message',
    'retrieve_thread',
    'modify_thread',
    'modify',
    'submit',
    'cancel',
    'create_message',
    'delete_message',
    'delete_thread',
  ])('%s', async (moment) => {
    await using emulated = await world(script + teapot(`on: ${moment}`))
    const outcomes = await story(emulated)
    expect(Object.keys(outcomes).filter((name) => outcomes[name] !== 'ok')).toEqual([moment])
    expect(outcomes[moment]).toBe('418')
  })

  test('any: all of them', async () => {
    await using emulated = await world(script + teapot('on: any, after: 1'))
    const thread_id = await emulated.thread()
    const { threads } = emulated.client().beta
    const { id } = await threads.runs.create(thread_id, { assistant_id: emulated.assistant })
    const requests = await Promise.allSettled([
      threads.runs.retrieve(id, { thread_id }),
      threads.runs.steps.list(id, { thread_id }),
      threads.messages.list(thread_id),
      threads.messages.create(thread_id, { role: 'user', content: 'Well?' }),
      threads.retrieve(thread_id),
      threads.runs.cancel(id, { thread_id }),
    ])
    expect(requests).toMatchObject(requests.map(() => ({ status: 'rejected', reason: struck })))
    // Other threads have nothing to do with it.
    await expect(threads.retrieve(await emulated.thread())).resolves.toBeDefined()
  })

  test.each([
    ['stream', 'create'],
    ['submit_stream', 'submit'],
  ])('%s: only a request that asks for a stream', async (moment, request) => {
    await using emulated = await world(script.replace(', gate: never', '') + teapot(`on: ${moment}`))
    expect(await story(emulated)).toMatchObject({ create: 'ok', submit: 'ok' })
    expect(await story(emulated, { streamed: true })).toMatchObject({ [request]: '418' })
  })
})

describe('which of the requests', () => {
  const polls = async (fault: string, count = 6, options = {}) => {
    await using emulated = await world(`script: [gate: never]\n${teapot(`on: poll, ${fault}`)}`, options)
    const thread_id = await emulated.thread()
    const { runs } = emulated.client().beta.threads
    const { id } = await runs.create(thread_id, { assistant_id: emulated.assistant })
    let seen = ''
    for (let n = 0; n < count; n++)
      seen += await runs.retrieve(id, { thread_id }).then(
        () => '.',
        () => 'x',
      )
    return seen
  }

  test.each([
    ['nth: 3', '..x...'],
    ['times: 2', 'xx....'],
    ['after: 2', '..xxxx'],
    ['after: 2, times: 3', '..xxx.'],
    ['probability: 0', '......'],
    ['probability: 1', 'xxxxxx'],
  ])('%s', async (fault, seen) => {
    expect(await polls(fault)).toBe(seen)
  })

  test('probability: a share of them, the same ones under the same seed', async () => {
    const seen = await polls('probability: 0.5', 60)
    expect(seen.replaceAll('.', '').length).toBeGreaterThan(15)
    expect(seen.replaceAll('x', '').length).toBeGreaterThan(15)
    expect(await polls('probability: 0.5', 60)).toBe(seen)
    expect(await polls('probability: 0.5', 60, { seed: 7 })).not.toBe(seen)
  })

  test('lines of the same moment count the same requests', async () => {
    await using emulated = await world(
      'script: [gate: never]\nfaults: [{ on: poll, nth: 1, http_error: 500 }, { on: poll, nth: 2, http_error: 429 }]',
    )
    const thread_id = await emulated.thread()
    const { runs } = emulated.client().beta.threads
    const { id } = await runs.create(thread_id, { assistant_id: emulated.assistant })
    await expect(runs.retrieve(id, { thread_id })).rejects.toMatchObject({ status: 500 })
    await expect(runs.retrieve(id, { thread_id })).rejects.toMatchObject({ status: 429 })
    await expect(runs.retrieve(id, { thread_id })).resolves.toMatchObject({ id })
  })

  test('each run counts its own requests; creations are counted over all of them', async () => {
    await using emulated = await world(
      'script: [message: Hi]\nfaults: [{ on: poll, nth: 1, http_error: 418 }, { on: create, nth: 2, http_error: 418 }]',
    )
    const { runs } = emulated.client().beta.threads
    const create = (thread_id: string) => runs.create(thread_id, { assistant_id: emulated.assistant })
    for (const thread_id of [await emulated.thread(), await emulated.thread()]) {
      const run = await create(thread_id).catch(() => create(thread_id))
      await expect(runs.retrieve(run.id, { thread_id })).rejects.toMatchObject(struck)
      await expect(runs.retrieve(run.id, { thread_id })).resolves.toMatchObject({ id: run.id })
    }
    expect(emulated.log.filter(({ status }) => status === 418).map(({ method }) => method)).toEqual([
      'GET',
      'POST',
      'GET',
    ])
  })

  test('a creation counts once it is found valid and the thread free', async () => {
    await using emulated = await world('script: [gate: never]\nfaults: [{ on: create, nth: 2, http_error: 418 }]')
    const thread_id = await emulated.thread()
    const { runs } = emulated.client().beta.threads
    const create = () => runs.create(thread_id, { assistant_id: emulated.assistant })
    const run = await create()
    await expect(create()).rejects.toThrow('already has an active run')
    await expect(runs.create(thread_id, { assistant_id: 'asst_none' })).rejects.toThrow('No assistant found')
    await runs.cancel(run.id, { thread_id })
    await emulated.rest(thread_id, run.id)
    await expect(create()).rejects.toMatchObject(struck)
    await expect(create()).resolves.toMatchObject({ status: 'queued' })
  })

  test('three times 429, then success: the client comes back by itself', async () => {
    await using emulated = await world('script: [message: Hi]\nfaults: [{ on: create, times: 3, rate_limit: 1ms }]')
    const thread_id = await emulated.thread()
    const { runs } = emulated.client({ maxRetries: 3 }).beta.threads
    const run = await runs.createAndPoll(thread_id, { assistant_id: emulated.assistant })
    expect(run.status).toBe('completed')
    expect(emulated.log.filter(({ method, path }) => method === 'POST' && path.endsWith('/runs'))).toMatchObject([
      { status: 429, faults: ['rate_limit'] },
      { status: 429 },
      { status: 429 },
      { status: 200 },
    ])
  })

  test('a scenario that is given anew counts from the beginning', async () => {
    await using emulated = await world({})
    const { scenarios } = emulated.emulator
    const source = 'script: [message: Hi]\nfaults: [{ on: create, times: 1, http_error: 418 }]'
    const { runs } = emulated.client({ scenario: 'once' }).beta.threads
    for (let n = 0; n < 2; n++) {
      await scenarios.put('once', source)
      const thread_id = await emulated.thread()
      await expect(runs.create(thread_id, { assistant_id: emulated.assistant })).rejects.toMatchObject(struck)
      await expect(runs.create(thread_id, { assistant_id: emulated.assistant })).resolves.toBeDefined()
    }
  })
})

describe('before or after the request is carried out', () => {
  const creation = async (fault: string, maxRetries = 1) => {
    const emulated = await world(`script: [gate: never]\nfaults: [{ on: create, times: 1, ${fault} }]`)
    const thread_id = await emulated.thread()
    const { runs } = emulated.client({ maxRetries }).beta.threads
    const created = runs.create(thread_id, { assistant_id: emulated.assistant })
    return { emulated, created, runs: async () => (await emulated.setup.beta.threads.runs.list(thread_id)).data }
  }
  const quick = { headers: '{ retry-after-ms: 1 }' }

  test('an error before: the retry creates the run', async () => {
    const { created, runs } = await creation(`http_error: { status: 500, headers: ${quick.headers} }`)
    await expect(created).resolves.toMatchObject({ status: 'queued' })
    expect(await runs()).toHaveLength(1)
  })

  test('an error after: the run is there, and the retry meets the lock of its thread', async () => {
    const { created, runs } = await creation(`handled: true, http_error: { status: 500, headers: ${quick.headers} }`)
    await expect(created).rejects.toThrow(/^400 Thread thread_\w+ already has an active run run_\w+\.$/)
    expect(await runs()).toHaveLength(1)
  })

  test.each(['reset', 'cut'])(
    '%s after, the default: the run is there, though the client knows nothing',
    async (fault) => {
      const { created, runs } = await creation(`${fault}:`, 0)
      await expect(created).rejects.toThrow('Connection error.')
      expect(await runs()).toMatchObject([{ status: 'queued' }])
    },
  )

  test.each(['reset', 'cut'])('%s before: nothing happened', async (fault) => {
    const { created, runs } = await creation(`handled: false, ${fault}:`, 0)
    await expect(created).rejects.toThrow('Connection error.')
    expect(await runs()).toEqual([])
  })

  test('tool outputs whose answer is lost have arrived', async () => {
    await using emulated = await world(
      'script: [tool_calls: [function: get_weather], message: Sunny]\nfaults: [{ on: submit, times: 1, reset: }]',
    )
    const thread_id = await emulated.thread()
    const { runs } = emulated.client().beta.threads
    const { id } = await runs.create(thread_id, { assistant_id: emulated.assistant })
    const { required_action } = await emulated.rest(thread_id, id)
    const [call] = required_action!.submit_tool_outputs.tool_calls
    const submit = () =>
      runs.submitToolOutputs(id, { thread_id, tool_outputs: [{ tool_call_id: call!.id, output: 'sunny' }] })
    await expect(submit()).rejects.toThrow('Connection error.')
    await emulated.rest(thread_id, id)
    await expect(submit()).rejects.toThrow('400 Runs in status "completed" do not accept tool outputs.')
  })

  test('another run may take the thread while a creation is held up', async () => {
    await using emulated = await world({
      held: 'script: [message: Hi]\nfaults: [{ on: create, handled: false, slow_headers: { gate: later } }]',
      default: 'script: [gate: never]',
    })
    const thread_id = await emulated.thread()
    const create = (scenario: string) =>
      emulated.client({ scenario }).beta.threads.runs.create(thread_id, { assistant_id: emulated.assistant })
    const held = create('held')
    const { id } = await create('default')
    emulated.emulator.openGate('later')
    await expect(held).rejects.toThrow(`Thread ${thread_id} already has an active run ${id}.`)
  })
})
