import { describe, expect, test } from 'vitest'
import type { Emulator } from 'run-emulator'
import { wire } from '../support/wire.ts'
import { type Exchange, objectsIn } from './recording.ts'
import { resultOf } from './report.ts'

type Ask = (method: string, path: string, body?: object) => Promise<string>

/** Records what a client asks of an emulator whose runs do this, each answer's id going to the client. */
async function recorded(
  script: object[],
  story: (ask: Ask, last: () => Exchange, emulator: Emulator) => Promise<void>,
): Promise<Exchange[]> {
  const { call, emulator } = wire({ scenarios: { told: { script } }, clock: 'skip', pollAfter: null, seed: 7 })
  const exchanges: Exchange[] = []
  await story(
    async (method, path, body) => {
      const [bare, query] = path.split('?')
      const reply = await call(method, path, body, { 'x-emulator-scenario': 'told' })
      exchanges.push({
        request: {
          method,
          path: `/v1${bare}`,
          query: query === undefined ? null : `?${query}`,
          headers: { 'openai-beta': 'assistants=v2' },
          body: body ?? null,
        },
        response: {
          status: reply.status,
          headers: Object.fromEntries(reply.headers),
          body: reply.body ?? reply.text,
        },
      })
      return objectsIn(reply.body)[0]?.id ?? ''
    },
    () => exchanges.at(-1)!,
    emulator,
  )
  return exchanges
}

const replayed = async (exchanges: Exchange[]) => {
  const { agree, disagree } = await resultOf({ name: 'told', exchanges })
  expect(disagree).toEqual([])
  return agree
}

describe('trouble that the recording met', () => {
  const headers = { 'retry-after-ms': 20, 'x-should-retry': true, 'x-ratelimit-remaining-requests': 0 }
  const error = { message: 'Too many of them.', type: 'requests', param: null, code: 'rate_limit_exceeded' }

  test('is met again, and what was tried again afterwards goes well', async () => {
    const exchanges = await recorded([{ message: 'Done.' }], async (ask, _, { faults }) => {
      const assistant_id = await ask('POST', '/assistants', { model: 'gpt-4o', instructions: 'x' })
      const id = await ask('POST', '/threads', {})
      faults.add({ path: '/runs', http_error: { status: 429, headers, ...error } })
      faults.add({ path: '/runs', after: 1, http_error: 500 })
      faults.add({ path: '/runs', after: 2, http_error: 503 })
      for (let n = 0; n < 4; n++) await ask('POST', `/threads/${id}/runs`, { assistant_id })
    })
    expect(exchanges.map(({ response }) => response.status)).toEqual([200, 200, 429, 500, 503, 200])
    expect(await replayed(exchanges)).toBe(6)
  })
})

async function until(status: string, ask: () => Promise<string>, last: () => Exchange): Promise<void> {
  do await ask()
  while ((last().response.body as { status: string }).status !== status)
}

interface Asked {
  required_action: { submit_tool_outputs: { tool_calls: { id: string }[] } }
}
const objectsOf = ({ response }: Exchange) => response.body as Asked

const tool = (name: string) => ({ type: 'function', function: { name } })

test('steps whose messages were never read, with code and its outputs', async () => {
  const code = {
    input: '{% raw %}print("{{ 1 }}"){% endraw %}',
    outputs: [{ logs: '{% raw %}{% 1 %}{% endraw %}' }, { image: { file_id: 'file-TEzYYqVu4gtxS4hvLGYGeM' } }],
  }
  const script = ['One.', 'Two.'].flatMap((message) => [
    { message },
    { after: '1s', tool_calls: [{ code_interpreter: code }] },
  ])
  const exchanges = await recorded([...script, { message: 'Three.' }], async (ask) => {
    const assistant = await ask('POST', '/assistants', { model: 'gpt-4o', tools: [{ type: 'code_interpreter' }] })
    const thread = await ask('POST', '/threads', { messages: [{ role: 'user', content: 'Go.' }] })
    const run = await ask('POST', `/threads/${thread}/runs`, { assistant_id: assistant })
    await ask('GET', `/threads/${thread}/runs/${run}`)
    await ask('GET', `/threads/${thread}/runs/${run}/steps?limit=100`)
  })
  expect(JSON.stringify(exchanges)).toContain('{{ 1 }}')
  expect(await replayed(exchanges)).toBe(5)
})

test('rounds of functions that only the run shows, on a thread that was created with it', async () => {
  const script = [
    { after: '1s', tool_calls: [{ function: { name: 'where', arguments: '{% raw %}{"q":"{{ x }}"}{% endraw %}' } }] },
    { after: '1s', tool_calls: [{ function: 'when' }, { function: 'where' }] },
    { after: '1s', message: 'There, then.' },
  ]
  const exchanges = await recorded(script, async (ask, last) => {
    const assistant = await ask('POST', '/assistants', { model: 'gpt-4o', tools: [tool('where'), tool('when')] })
    const run = await ask('POST', '/threads/runs', {
      assistant_id: assistant,
      thread: { messages: [{ role: 'user', content: 'Where and when?' }] },
    })
    const { thread_id } = last().response.body as { thread_id: string }
    for (let round = 0; round < 2; round++) {
      await until('requires_action', () => ask('GET', `/threads/${thread_id}/runs/${run}`), last)
      const shown = last().response.body as {
        required_action: { submit_tool_outputs: { tool_calls: { id: string }[] } }
      }
      const tool_outputs = shown.required_action.submit_tool_outputs.tool_calls.map(({ id }) => ({
        tool_call_id: id,
        output: 'x',
      }))
      await ask('POST', `/threads/${thread_id}/runs/${run}/submit_tool_outputs`, { tool_outputs })
    }
    await until('completed', () => ask('GET', `/threads/${thread_id}/runs/${run}`), last)
    await ask('GET', `/threads/${thread_id}/messages`)
  })
  expect(await replayed(exchanges)).toBe(exchanges.length)
})

describe('a recording that begins when the run is there', () => {
  const script = [
    { after: '1s', tool_calls: [{ function: { name: 'where', arguments: '{}' } }] },
    { after: '1s', message: [{ text: 'Here.' }] },
  ]
  const story = () =>
    recorded(script, async (ask, last) => {
      const assistant = await ask('POST', '/assistants', { model: 'gpt-4o', tools: [tool('where')] })
      const thread = await ask('POST', '/threads', { messages: [{ role: 'user', content: 'Where?' }] })
      const run = await ask('POST', `/threads/${thread}/runs`, { assistant_id: assistant, temperature: 0.5 })
      const path = `/threads/${thread}/runs/${run}`
      await until('requires_action', () => ask('GET', path), last)
      const [call] = objectsOf(last()).required_action.submit_tool_outputs.tool_calls
      await ask('POST', `${path}/submit_tool_outputs`, { tool_outputs: [{ tool_call_id: call!.id, output: 'x' }] })
      await until('completed', () => ask('GET', path), last)
      const newest = await ask('GET', `/threads/${thread}/messages`)
      await ask('GET', `/threads/${thread}/messages/${newest}`)
      const step = await ask('GET', `${path}/steps`)
      await ask('GET', `${path}/steps/${step}`)
    })

  test.each([3, 4, 5])('%i exchanges late', async (late) => {
    const exchanges = (await story()).slice(late)
    expect(await replayed(exchanges)).toBe(exchanges.length)
  })

  test('only its messages and steps are read, and first each by itself', async () => {
    const [list, message, steps, step] = (await story()).slice(-4)
    expect(await replayed([message!, step!, list!, steps!])).toBe(4)
  })

  test('two runs took turns with messages, of which only the list is read', async () => {
    const exchanges = await recorded([{ after: '1s', message: 'So.' }], async (ask, last) => {
      const assistant = await ask('POST', '/assistants', { model: 'gpt-4o' })
      const thread = await ask('POST', '/threads', {})
      for (const content of ['One?', 'Two?']) {
        await ask('POST', `/threads/${thread}/messages`, { role: 'user', content })
        const run = await ask('POST', `/threads/${thread}/runs`, { assistant_id: assistant })
        await until('completed', () => ask('GET', `/threads/${thread}/runs/${run}`), last)
      }
      await ask('GET', `/threads/${thread}/messages`)
    })
    expect(await replayed(exchanges.slice(-1))).toBe(1)
  })

  test('only its steps are read', async () => {
    expect(await replayed((await story()).slice(-2))).toBe(2)
  })
})

test('an assistant that was there before, as it is shown itself, and not as a run changed it', async () => {
  const exchanges = await recorded([{ message: 'Yes.' }], async (ask) => {
    const assistant = await ask('POST', '/assistants', { model: 'gpt-4o', name: 'Tutor', instructions: 'Be brief.' })
    const thread = await ask('POST', '/threads', { messages: [{ role: 'user', content: 'Go.' }] })
    await ask('POST', `/threads/${thread}/runs`, { assistant_id: assistant, instructions: 'Be long.' })
    await ask('GET', `/assistants/${assistant}`)
  })
  expect(await replayed(exchanges.slice(1))).toBe(3)
})
