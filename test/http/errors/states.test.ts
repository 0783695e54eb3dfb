import { describe, expect, it } from 'vitest'
import type OpenAI from 'openai'
import { isTerminal, type RunStatus, runStatuses } from '../../../src/run/lifecycle.ts'
import { conversation, type Wire, wire } from '../../support/wire.ts'

const call = { function: { name: 'f', arguments: {} } }

/** How a run comes to each status, and what a client does to bring it there. */
const ways: Record<RunStatus, { script: object[]; on_cancel?: (string | object)[]; cancel?: true; advance?: string }> =
  {
    queued: { script: [{ after: '1h' }, { message: 'Too late' }] },
    in_progress: { script: [{ status: 'in_progress' }, { hold: null }] },
    requires_action: { script: [{ tool_calls: [call] }, { message: 'Done' }] },
    cancelling: { script: [{ hold: null }], on_cancel: ['hold'], cancel: true },
    completed: { script: [{ message: 'Done' }] },
    incomplete: { script: [{ status: 'incomplete' }] },
    failed: { script: [{ status: 'failed' }] },
    cancelled: { script: [{ hold: null }], cancel: true },
    expired: { script: [{ tool_calls: [call] }], advance: '10m' },
  }

/** A thread with a run that has just reached a status. */
async function withRun(status: RunStatus): Promise<Wire & { thread: string; run: string; at: string }> {
  const { cancel, advance, ...scenario } = ways[status]
  const here = wire({ clock: 'manual', scenarios: { default: scenario } })
  const { openai, emulator, post, get } = here
  const { assistant_id, thread_id } = await conversation(openai)
  const { id } = await openai.beta.threads.runs.create(thread_id, { assistant_id })
  const at = `/threads/${thread_id}/runs/${id}`
  await emulator.clock.advance('1s')
  if (cancel) await post(`${at}/cancel`)
  await emulator.clock.advance(advance ?? '1s')
  expect((await get(at)).body.status).toBe(status)
  return { ...here, thread: thread_id, run: id, at }
}

const refused = (message: string, code: string | null = null) => ({
  error: { message, type: 'invalid_request_error', param: null, code },
})

describe.each(runStatuses)('while a run is %s', (status) => {
  it('outputs are accepted or refused', async () => {
    const { post, get, at } = await withRun(status)
    const calls = (await get(`${at}/steps`)).body.data[0]?.step_details?.tool_calls
    const id = status === 'requires_action' ? calls?.[0]?.id : 'call_1'
    const { status: code, body } = await post(`${at}/submit_tool_outputs`, {
      tool_outputs: [{ tool_call_id: id, output: 'x' }],
    })
    if (status === 'requires_action') expect([code, body.status]).toEqual([200, 'queued'])
    else expect([code, body]).toEqual([400, refused(`Runs in status "${status}" do not accept tool outputs.`)])
  })

  it('cancel is accepted or refused', async () => {
    const { post, at } = await withRun(status)
    const { status: code, body } = await post(`${at}/cancel`)
    if (['queued', 'in_progress', 'requires_action'].includes(status))
      expect([code, body.status, body.required_action]).toEqual([200, 'cancelling', null])
    else expect([code, body]).toEqual([400, refused(`Cannot cancel run with status '${status}'.`)])
  })

  it('metadata may be changed or not', async () => {
    const { post, at } = await withRun(status)
    const { status: code, body } = await post(at, { metadata: { a: 'b' } })
    if (status === 'in_progress' || status === 'cancelling')
      expect([code, body]).toEqual([400, refused(`Cannot update run with status '${status}'.`)])
    else expect([code, body.status, body.metadata]).toEqual([200, status, { a: 'b' }])
  })

  it('the thread takes a message or is locked', async () => {
    const { post, thread, run } = await withRun(status)
    const { status: code, body } = await post(`/threads/${thread}/messages`, { role: 'user', content: 'More' })
    if (isTerminal(status)) expect(code).toBe(200)
    else expect([code, body]).toEqual([400, refused(`Can't add messages to ${thread} while a run ${run} is active.`)])
  })

  it('the thread takes a run or is locked, also for one that streams', async () => {
    const { openai, post, get, thread, run, at } = await withRun(status)
    const { assistant_id } = (await get(at)).body as unknown as OpenAI.Beta.Threads.Run
    for (const stream of isTerminal(status) ? [false] : [true, false]) {
      const { status: code, body, headers } = await post(`/threads/${thread}/runs`, { assistant_id, stream })
      if (isTerminal(status)) expect(code).toBe(200)
      else expect([code, body]).toEqual([400, refused(`Thread ${thread} already has an active run ${run}.`)])
      expect(headers.get('content-type')).toBe('application/json')
    }
    const messages = await openai.beta.threads.messages.list(thread)
    expect(messages.data.filter(({ role }) => role === 'user')).toHaveLength(1)
  })

  it('the poll hint is there only while somebody works on it', async () => {
    const { get, post, thread, at } = await withRun(status)
    const working = ['queued', 'in_progress', 'cancelling'].includes(status)
    for (const path of [at, `/threads/${thread}/runs`])
      expect((await get(path)).headers.get('openai-poll-after-ms')).toBe(working ? '10' : null)
    const modified = await post(at, {})
    if (modified.status === 200) expect(modified.headers.has('openai-poll-after-ms')).toBe(working)
    for (const path of [`${at}/steps`, `/threads/${thread}/messages`, `/threads/${thread}`])
      expect((await get(path)).headers.has('openai-poll-after-ms')).toBe(false)
  })
})

describe('outputs', () => {
  async function waiting() {
    const calls = ['a', 'b'].map((name) => ({ function: { name, arguments: {} } }))
    const { openai, post } = wire({ scenarios: { default: { script: [{ tool_calls: calls }, { message: 'Done' }] } } })
    const { assistant_id, thread_id } = await conversation(openai)
    const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
    const [a, b] = run.required_action!.submit_tool_outputs.tool_calls.map(({ id }) => id) as [string, string]
    const submit = (...ids: string[]) =>
      post(`/threads/${thread_id}/runs/${run.id}/submit_tool_outputs`, {
        tool_outputs: ids.map((tool_call_id) => ({ tool_call_id, output: 'x' })),
        stream: true,
      })
    return { a, b, submit }
  }

  it('must be there for every call, and name no other', async () => {
    const { a, b, submit } = await waiting()
    for (const [ids, printed] of [
      [[b], `['${b}']`],
      [[], '[]'],
      [[b, 'call_x'], `['${b}', 'call_x']`],
      [[a, b, 'call_x'], `['${a}', '${b}', 'call_x']`],
    ] as const) {
      const { status, body } = await submit(...ids)
      const message = `Expected tool outputs for call_ids ['${a}', '${b}'], got ${printed}`
      expect([status, body]).toEqual([400, refused(message)])
    }
    expect((await submit(b, a)).status).toBe(200)
  })

  it('must not be there twice', async () => {
    const { a, b, submit } = await waiting()
    const { status, body } = await submit(a, a)
    expect([status, body]).toEqual([400, refused(`Duplicate call_ids submitted: ['${a}', '${a}']`)])
    expect((await submit(a, b, b)).body.error.message).toBe(`Duplicate call_ids submitted: ['${a}', '${b}', '${b}']`)
  })
})

it('a run needs something to answer: a message of a user, or instructions', async () => {
  const { post, openai } = wire()
  const silent = await openai.beta.assistants.create({ model: 'gpt-4o' })
  const told = await openai.beta.assistants.create({ model: 'gpt-4o', instructions: 'Be nice.' })
  const thread = await openai.beta.threads.create({ messages: [{ role: 'assistant', content: 'Hi' }] })
  const path = `/threads/${thread.id}/runs`
  const message = 'Run creation requires a Thread with a user message or an assistant with instructions.'
  const { status, body } = await post(path, { assistant_id: silent.id, stream: true })
  expect([status, body]).toEqual([400, refused(message, 'invalid_thread')])
  expect((await post('/threads/runs', { assistant_id: silent.id })).body.error.code).toBe('invalid_thread')
  const additional_messages = [{ role: 'user', content: 'Hi' }]
  expect((await post(path, { assistant_id: silent.id, additional_messages })).status).toBe(200)
  const empty = await openai.beta.threads.create()
  expect((await post(`/threads/${empty.id}/runs`, { assistant_id: told.id })).status).toBe(200)
})

it('a null `pollAfter` sends no hint, as the service did', async () => {
  const { openai, get } = wire({ clock: 'manual', pollAfter: null })
  const { assistant_id, thread_id } = await conversation(openai)
  const run = await openai.beta.threads.runs.create(thread_id, { assistant_id })
  const { body, headers } = await get(`/threads/${thread_id}/runs/${run.id}`)
  expect([body.status, headers.get('openai-poll-after-ms')]).toEqual(['queued', null])
})
