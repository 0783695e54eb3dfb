import { expect, it } from 'vitest'
import { conversation, wire } from '../../support/wire.ts'

const notFound = (object: string, id: string) => ({
  error: { message: `No ${object} found with id '${id}'.`, type: 'invalid_request_error', param: null, code: null },
})

/** Two threads, the first with a message and a completed run. */
async function world() {
  const here = wire({ scenarios: { default: { script: [{ message: 'Hello' }] } } })
  const { openai } = here
  const { assistant_id, thread_id } = await conversation(openai)
  const other = await openai.beta.threads.create()
  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
  const [step] = (await openai.beta.threads.runs.steps.list(run.id, { thread_id })).data
  const [message] = (await openai.beta.threads.messages.list(thread_id)).data
  return { ...here, assistant_id, thread_id, other: other.id, run: run.id, step: step!.id, message: message!.id }
}

it('tells which object there is not, for every operation', async () => {
  const { call, thread_id: thread, run } = await world()
  const outputs = { tool_outputs: [] }
  const user = { role: 'user', content: 'Hi' }
  const cases: [method: string, path: string, object: string, id: string, body?: object][] = [
    ['GET', '/assistants/asst_x', 'assistant', 'asst_x'],
    ['POST', '/assistants/asst_x', 'assistant', 'asst_x', {}],
    ['DELETE', '/assistants/asst_x', 'assistant', 'asst_x'],
    ['POST', `/threads/${thread}/runs`, 'assistant', 'asst_x', { assistant_id: 'asst_x' }],
    ['POST', `/threads/${thread}/runs`, 'assistant', 'asst_x', { assistant_id: 'asst_x', stream: true }],
    ['POST', '/threads/runs', 'assistant', 'asst_x', { assistant_id: 'asst_x' }],
    ['GET', '/threads/thread_x', 'thread', 'thread_x'],
    ['POST', '/threads/thread_x', 'thread', 'thread_x', {}],
    ['DELETE', '/threads/thread_x', 'thread', 'thread_x'],
    ['POST', '/threads/thread_x/messages', 'thread', 'thread_x', user],
    ['GET', '/threads/thread_x/messages', 'thread', 'thread_x'],
    ['POST', '/threads/thread_x/runs', 'thread', 'thread_x', { assistant_id: 'asst_x' }],
    ['GET', '/threads/thread_x/runs', 'thread', 'thread_x'],
    ['GET', `/threads/thread_x/runs/${run}`, 'thread', 'thread_x'],
    ['GET', `/threads/thread_x/runs/${run}/steps`, 'thread', 'thread_x'],
    ['GET', `/threads/${thread}/messages/msg_x`, 'message', 'msg_x'],
    ['POST', `/threads/${thread}/messages/msg_x`, 'message', 'msg_x', {}],
    ['DELETE', `/threads/${thread}/messages/msg_x`, 'message', 'msg_x'],
    ['GET', `/threads/${thread}/runs/run_x`, 'run', 'run_x'],
    ['POST', `/threads/${thread}/runs/run_x`, 'run', 'run_x', {}],
    ['POST', `/threads/${thread}/runs/run_x/cancel`, 'run', 'run_x'],
    ['POST', `/threads/${thread}/runs/run_x/submit_tool_outputs`, 'run', 'run_x', outputs],
    ['GET', `/threads/${thread}/runs/run_x/steps`, 'run', 'run_x'],
    ['GET', `/threads/${thread}/runs/run_x/steps/step_x`, 'run', 'run_x'],
    ['GET', `/threads/${thread}/runs/${run}/steps/step_123`, 'run step', 'step_123'],
    ['GET', `/threads/${thread}/runs/whatever`, 'run', 'whatever'],
  ]
  for (const [method, path, object, id, body] of cases) {
    const reply = await call(method, path, body)
    expect([method, path, reply.status, reply.body]).toEqual([method, path, 404, notFound(object, id)])
  }
  // Only fine-tuned models could be deleted: the others do not exist for who wants to.
  for (const [method, id] of [
    ['GET', 'gpt-9'],
    ['DELETE', 'gpt-9'],
    ['DELETE', 'gpt-4o'],
  ] as const) {
    const { status, body } = await call(method, `/models/${id}`)
    expect([method, id, status, body.error]).toEqual([
      method,
      id,
      404,
      {
        message: `The model '${id}' does not exist`,
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_found',
      },
    ])
  }
})

it('does not find on one thread what belongs to another', async () => {
  const { get, other, run, step, message } = await world()
  expect((await get(`/threads/${other}/messages/${message}`)).body).toEqual(notFound('message', message))
  expect((await get(`/threads/${other}/runs/${run}`)).body).toEqual(notFound('run', run))
  expect((await get(`/threads/${other}/runs/${run}/steps/${step}`)).body).toEqual(notFound('run', run))
  expect((await get(`/threads/${other}/messages?after=${message}`)).body).toEqual(notFound('message', message))
})

it('does not find what was deleted, nor what hung on it', async () => {
  const { openai, get, call, post, thread_id, run, message, assistant_id } = await world()
  expect((await openai.beta.threads.messages.delete(message, { thread_id })).deleted).toBe(true)
  for (const method of ['GET', 'DELETE'])
    expect((await call(method, `/threads/${thread_id}/messages/${message}`)).body).toEqual(notFound('message', message))
  await openai.beta.assistants.delete(assistant_id)
  expect((await get(`/assistants/${assistant_id}`)).body).toEqual(notFound('assistant', assistant_id))
  expect((await post(`/threads/${thread_id}/runs`, { assistant_id })).body).toEqual(notFound('assistant', assistant_id))
  expect((await get(`/threads/${thread_id}/runs/${run}`)).body.assistant_id).toBe(assistant_id)
  await openai.beta.threads.delete(thread_id)
  for (const path of ['', '/messages', '/runs', `/runs/${run}`, `/runs/${run}/steps`])
    expect((await get(`/threads/${thread_id}${path}`)).body).toEqual(notFound('thread', thread_id))
})

it('wants ids of threads and assistants to look like some, after it has looked at the body', async () => {
  const { call } = await world()
  const wrong = (param: string, id: string, prefix: string) => ({
    error: {
      message: `Invalid '${param}': '${id}'. Expected an ID that begins with '${prefix}'.`,
      type: 'invalid_request_error',
      param,
      code: 'invalid_value',
    },
  })
  const cases: [method: string, path: string, param: string, id: string, prefix: string, body?: object][] = [
    ['GET', '/threads/undefined', 'thread_id', 'undefined', 'thread'],
    ['DELETE', '/threads/null', 'thread_id', 'null', 'thread'],
    ['POST', '/threads/undefined/messages', 'thread_id', 'undefined', 'thread', { role: 'user', content: 'Hi' }],
    ['GET', '/threads/run_1/runs/thread_1', 'thread_id', 'run_1', 'thread'],
    ['POST', '/threads/undefined/runs', 'thread_id', 'undefined', 'thread', { assistant_id: 'asst_x' }],
    ['POST', '/threads/undefined/runs/run_1/cancel', 'thread_id', 'undefined', 'thread'],
    ['GET', '/assistants/undefined', 'assistant_id', 'undefined', 'asst'],
    ['POST', '/assistants/my-agent', 'assistant_id', 'my-agent', 'asst', {}],
    ['DELETE', '/assistants/my%20agent', 'assistant_id', 'my agent', 'asst'],
  ]
  for (const [method, path, param, id, prefix, body] of cases) {
    const reply = await call(method, path, body)
    expect([path, reply.status, reply.body]).toEqual([path, 400, wrong(param, id, prefix)])
  }
  expect((await call('POST', '/threads/undefined/runs', {})).body.error.code).toBe('missing_required_parameter')
})

// openai-node #902: an empty thread id makes POST /threads//messages, which the service took for "modify the thread messages".
it('takes an empty id as the service did', async () => {
  const { openai, call } = await world()
  const create = openai.post('/threads//messages', {
    body: { role: 'user', content: 'Hi' },
    headers: { 'OpenAI-Beta': 'assistants=v2' },
  })
  await expect(create).rejects.toThrow("400 Unknown parameter: 'role'.")
  expect((await call('GET', '/threads//messages')).body.error.message).toMatch(/^Invalid 'thread_id': 'messages'\./)
  expect((await call('POST', '/threads//runs', {})).body.error.param).toBe('assistant_id')
})
