import { expect, test } from 'vitest'
import { createEmulator, type Expectation, VerificationError } from '../../../src/index.ts'
import { clientOf, prepare, setUp } from './control.ts'

/** An application that asks for the weather and answers one tool call. */
async function story(output = '22 degrees') {
  const set = setUp()
  const { client, emulator } = set
  emulator.next('tool-call')
  const { thread, assistant_id } = await prepare(client)
  let run = await client.beta.threads.runs.createAndPoll(thread.id, {
    assistant_id,
    metadata: { user: '7', team: 'a' },
  })
  const [call] = run.required_action!.submit_tool_outputs.tool_calls
  run = await client.beta.threads.runs.submitToolOutputsAndPoll(run.id, {
    thread_id: thread.id,
    tool_outputs: [{ tool_call_id: call!.id, output }],
  })
  await client.beta.threads.messages.list(thread.id)
  const failure = (expectation: Expectation) => {
    try {
      emulator.verify(expectation)
    } catch (error) {
      expect(error).toBeInstanceOf(VerificationError)
      expect(String(error)).toMatch(/^VerificationError: /)
      return (error as Error).message
    }
    throw new Error('verified')
  }
  return { ...set, run, thread, assistant_id, failure }
}

test('exactly one run with this model, these tools and these outputs, and nothing else', async () => {
  const { emulator, control, run } = await story()
  const expectation: Expectation = {
    runs: [
      {
        model: 'gpt-4o',
        tools: ['get_current_weather'],
        tool_outputs: { get_current_weather: { contains: '22' } },
        metadata: { user: '7' },
        stream: false,
        scenario: 'tool-call',
        status: 'completed',
        assistant: run.assistant_id,
        request: { metadata: { team: 'a' } },
      },
    ],
    nothing_else: true,
    unmatched: 0,
    unused: 0,
    waiting: 0,
    findings: 0,
  }
  emulator.verify(expectation)
  expect(await control('POST /verify', expectation)).toEqual({ verified: true })
  expect(await control('POST /verify', 'runs:\n  - model: gpt-4o\n')).toEqual({ verified: true })
})

test.each<[string, Expectation, RegExp]>([
  [
    'the model',
    { runs: [{ model: 'gpt-4.1' }] },
    /1 run with model: "gpt-4.1"; there were 0\. Nearest: run_\w+ .*the model is "gpt-4o", not "gpt-4.1"/,
  ],
  ['a tool', { runs: [{ tools: [] }] }, /the tools are get_current_weather, not none/],
  [
    'an output',
    { runs: [{ tool_outputs: { get_current_weather: '21' } }] },
    /the output of get_current_weather is "22 degrees", not "21"/,
  ],
  [
    'a missing output',
    { runs: [{ tool_outputs: { get_current_weather: '22 degrees', get_time: 'now' } }] },
    /there is no output of get_time/,
  ],
  ['an output too many', { runs: [{ tool_outputs: {} }] }, /another output, of get_current_weather: "22 degrees"/],
  ['metadata', { runs: [{ metadata: { user: '8' } }] }, /metadata.user is "7", not "8"/],
  ['streaming', { runs: [{ stream: true }] }, /it was not asked to stream/],
  ['the request', { runs: [{ request: { temperature: 0 } }] }, /request.temperature is missing, not 0/],
  ['the status', { runs: [{ status: 'failed' }] }, /the status is "completed", not "failed"/],
  ['the scenario', { runs: [{ scenario: 'hello' }] }, /the scenario is "tool-call", not "hello"/],
  ['the assistant', { runs: [{ assistant: 'Weather man' }] }, /the assistant is "asst_\w+", not "Weather man"/],
  [
    'the instructions',
    { runs: [{ instructions: { contains: 'brief' } }] },
    /instructions is null, which does not contain "brief"/,
  ],
  ['more runs', { runs: [{ times: 2 }] }, /Expected 2 runs with any content; there was 1/],
  ['no runs', { runs: [{ times: 0 }] }, /Expected 0 runs with any content; there was 1/],
  ['a range', { runs: [{ times: { at_least: 2 } }] }, /Expected at least 2 runs/],
  [
    'another run',
    { runs: [], nothing_else: true },
    /Expected nothing else; there was the run run_\w+ \(request 3\): gpt-4o, tools get_current_weather, completed/,
  ],
  [
    'a request',
    { requests: [{ request: 'POST /assistants', body: { model: 'o1' } }] },
    /body.model is "gpt-4o", not "o1"/,
  ],
  [
    'a kind of request',
    { requests: [{ request: 'DELETE /threads/*' }] },
    /1 request with request: "DELETE \/threads\/\*"; there were 0/,
  ],
  ['a status', { requests: [{ request: 'POST /assistants', status: '4xx' }] }, /the status is 200, not 4xx/],
  [
    'a header',
    { requests: [{ request: 'POST /assistants', headers: { 'OpenAI-Beta': 'assistants=v1' } }] },
    /headers.openai-beta is "assistants=v2"/,
  ],
  [
    'a query',
    { requests: [{ request: 'GET /messages', query: { order: 'asc' } }] },
    /query.order is missing, not "asc"/,
  ],
  [
    'other requests',
    { runs: [{}], requests: [{ request: 'POST /assistants' }], nothing_else: true },
    /Expected nothing else; there was request 2, POST \/v1\/threads \(200\)/,
  ],
])('the failure names what is different: %s', async (_, expectation, message) => {
  const { failure } = await story()
  expect(failure(expectation)).toMatch(message)
})

test('the failure says what there was', async () => {
  const { failure } = await story()
  expect(failure({ runs: [] as [], unused: 1 })).toMatch(
    /^Expected unused: 1; there are 0\.\nThere were \d+ requests and 1 run created\.\n  run_\w+ \(request 3\): gpt-4o, tools get_current_weather, completed, tool outputs get_current_weather "22 degrees"$/,
  )
})

test('over HTTP a failure is 400 with the same text, and a wrong word is told with its nearest', async () => {
  const { refusal } = await story()
  const error = await refusal('POST /verify', { runs: [{ model: 'gpt-4.1' }] })
  expect(error).toMatchObject({ type: 'run_emulator_error', code: 'verification_failed' })
  expect(error.message).toMatch(/the model is "gpt-4o"/)
  expect((await refusal('POST /verify', 'runs:\n  - modle: gpt-4o')).message).toMatch(/body:2:5: unknown word "modle"/)
})

test('in the library too a wrong word is an error, not silently ignored', () => {
  expect(() => createEmulator().verify({ run: [] } as Expectation)).toThrow(/unknown word "run"\. Did you mean "runs"/)
})

test('several runs are matched one to one, and streams count like polls', async () => {
  const { emulator, client } = setUp()
  emulator.next('hello', 3)
  const { thread, assistant_id } = await prepare(client)
  for (const model of ['gpt-4o', 'gpt-4.1'])
    await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id, model })
  await client.beta.threads.runs.stream(thread.id, { assistant_id, model: 'o1' }).finalRun()
  emulator.verify({
    runs: [
      { stream: true, model: 'o1' },
      { model: { regex: '^gpt' }, times: 2 },
    ],
    nothing_else: true,
  })
  expect(() => emulator.verify({ runs: [{ times: 2, stream: false }], nothing_else: true })).toThrow(
    /there was the run run_.*o1/,
  )
})

test('tool outputs of one function called twice are told apart', async () => {
  const { emulator, client } = setUp()
  emulator.next('parallel-tool-calls')
  const { thread, assistant_id } = await prepare(client)
  const stream = client.beta.threads.runs.stream(thread.id, { assistant_id })
  const run = await stream.finalRun()
  const tool_outputs = run.required_action!.submit_tool_outputs.tool_calls.map(({ id }, n) => ({
    tool_call_id: id,
    output: String(n),
  }))
  await client.beta.threads.runs.submitToolOutputsAndPoll(run.id, { thread_id: thread.id, tool_outputs })
  const name = 'get_current_weather'
  emulator.verify({ runs: [{ tool_outputs: [{ [name]: '0' }, { [name]: '1' }] }] })
  expect(() => emulator.verify({ runs: [{ tool_outputs: [{ [name]: '0' }, { [name]: '0' }] }] })).toThrow(
    /is "1", not "0"/,
  )
})

test('what was left behind is reported, and can be made to fail', async () => {
  const scenarios = { picky: { match: { model: 'o1' }, script: [{ message: 'hi' }] } }
  const { emulator, client, control } = setUp({ scenarios })
  const { thread, assistant_id } = await prepare(client)
  const run = await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  await emulator.fetch(`${emulator.url}/responses`, { method: 'POST', body: '{}' })
  emulator.next('hello', 2)
  expect(await control('GET /leftovers')).toMatchObject({
    unmatched: [{ n: 3, run: run.id, why: expect.stringContaining('Nearest: "picky" wants model') }],
    unknown_routes: [{ method: 'POST', path: '/v1/responses' }],
    unused: [{ scenario: 'hello', times: 2 }],
    waiting: [{ id: run.id, status: 'requires_action', waits_for: 'tool outputs' }],
  })
  expect(() => emulator.verify({ unmatched: 0 })).toThrow(
    /Expected unmatched: 0; there are 2: request 3: No scenario matches/,
  )
  expect(() => emulator.verify({ unused: 0 })).toThrow(/unused: 0; there is 1: hello \(2 times\)/)
  expect(() => emulator.verify({ waiting: 0 })).toThrow(
    /waiting: 0; there is 1: run_\w+ is requires_action and waits for tool outputs/,
  )
  expect(() => emulator.verify({ nothing_else: true })).toThrow(/POST \/v1\/responses \(404\)/)
  emulator.verify({ unmatched: 2, unused: 1, waiting: 1 })
})

test('unmatched: error refuses what no scenario takes, and says why', async () => {
  const scenarios = { picky: { match: { model: 'o1' }, script: [{ message: 'hi' }] } }
  const emulator = createEmulator({ scenarios, unmatched: 'error' })
  const client = clientOf(emulator)
  const { thread, assistant_id } = await prepare(client)
  await expect(client.beta.threads.runs.create(thread.id, { assistant_id })).rejects.toThrow(
    /No scenario matches this run.*picky/,
  )
  expect(emulator.leftovers().unmatched).toHaveLength(1)
})

test('nothing_left: one word for all that should not be left behind', async () => {
  const picky = { match: { model: 'o1' }, script: [{ message: 'hi' }] }
  const { emulator, client, control, refusal } = setUp({ scenarios: { picky } })
  const nothing_left = true
  emulator.verify({ nothing_left })
  emulator.faults.add({ path: '/models', times: null, http_error: 500 })
  emulator.verify({ nothing_left })

  const left = () => {
    try {
      emulator.verify({ nothing_left })
      return []
    } catch (error) {
      return [...(error as Error).message.matchAll(/^(?:\[run-emulator\] )?Expected (\w+): 0;/gm)].map(
        ([, word]) => word,
      )
    }
  }
  emulator.faults.add({ method: 'GET', path: '/threads/*', times: 2, http_error: 500 })
  expect(left()).toEqual(['unstruck'])
  emulator.next('hello', 2)
  expect(left()).toEqual(['unused', 'unstruck'])
  const { thread, assistant_id } = await prepare(client)
  await client.beta.threads.runs.create(thread.id, { assistant_id })
  expect(left()).toEqual(['unused', 'unstruck', 'waiting'])
  await client.beta.threads.runs.poll(emulator.runs.list()[0]!.id, { thread_id: thread.id })
  expect(left()).toEqual(['unused', 'unstruck'])
  for (const _ of [1, 2]) await client.beta.threads.retrieve(thread.id).catch(() => {})
  expect(left()).toEqual(['unused'])
  await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  expect(left()).toEqual([])
  // A third run, which plays `default`: it calls a function and waits.
  await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id })
  await emulator.fetch(`${emulator.url}/responses`, { method: 'POST', body: '{}' })
  expect(left()).toEqual(['unmatched', 'waiting'])
  expect((await refusal('POST /verify', { nothing_left })).code).toBe('verification_failed')
  // What a test leaves on purpose, it says.
  await control('POST /verify', { nothing_left, unmatched: 2, waiting: 1 })
  await refusal('POST /verify', { nothing_left, unmatched: 2 })
})

test('a fault that has not struck is reported, with how often it still should', async () => {
  const { client, control } = setUp()
  await control('POST /faults', { method: 'post', path: '/threads', times: 2, http_error: 500 })
  await client.beta.threads.create().catch(() => {})
  expect(await control('GET /leftovers')).toMatchObject({
    unstruck: [{ fault: 'http_error', method: 'POST', path: '/threads', times: 1 }],
  })
})

test('a journal that has forgotten, or is off, cannot say that all is well', async () => {
  const short = setUp({ journal: { entries: 2 } })
  const { thread } = await prepare(short.client)
  short.emulator.verify({ nothing_else: true })
  await short.client.beta.threads.retrieve(thread.id)
  for (const expected of [{ runs: [{ times: 0 }] }, { nothing_left: true }, {}])
    expect(() => short.emulator.verify(expected)).toThrow(
      /has forgotten 1 request to stay within its limits\. Clear it/,
    )
  await short.control('DELETE /journal')
  short.emulator.verify({ runs: [], nothing_else: true })
  const off = createEmulator({ journal: false })
  expect(() => off.verify({ nothing_left: true })).toThrow(/journal is off/)
})

test('one of something is told as one', async () => {
  const { emulator, failure, client, thread } = await story()
  emulator.next('hello')
  emulator.faults.add({ path: '/x', times: 1, http_error: 500 })
  await client.beta.threads.messages.create(thread.id, { role: 'user', content: [{ type: 'text', text: 'hi' }] })
  const said = failure({
    requests: [{ request: 'POST /messages', body: { content: [] } }],
    nothing_left: true,
  })
  expect(said).toContain('body.content has 1 item, not 0')
  expect(said).toContain('hello (1 time)')
  expect(said).toContain('http_error on any request to /x (1 time)')
  expect(said).toContain('1 run created')
  expect(said).not.toMatch(/\b1 (times|items|runs|requests|outputs)/)
})
