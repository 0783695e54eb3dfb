import type OpenAI from 'openai'
import { expect, test } from 'vitest'
import { setUp } from './set_up.ts'

const content = 'step_details.tool_calls[*].file_search.results[*].content'
const texts = {
  'returns.md': 'Refunds for shoes are paid within a week.',
  'shipping.md': 'Shoes are sent on the same day.',
  'jobs.md': 'We are looking for a gardener.',
}
type Search = NonNullable<OpenAI.Beta.FileSearchTool['file_search']>

/** A finished run that has searched these texts for refunds and shoes. */
async function searched(file_search: Search = {}) {
  const { emulator, openai, upload } = setUp()
  const files = await Promise.all(Object.entries(texts).map(([name, text]) => upload(name, text)))
  const { id: assistant_id } = await openai.beta.assistants.create({
    model: 'gpt-4o',
    tools: [{ type: 'file_search', file_search }],
    tool_resources: { file_search: { vector_stores: [{ file_ids: files.map(({ id }) => id) }] } },
  })
  const create = {
    assistant_id,
    thread: { messages: [{ role: 'user' as const, content: 'Refunds for shoes?' }] },
  }
  const run = await openai.beta.threads.createAndRunPoll(create)
  const { data } = await openai.beta.threads.runs.steps.list(run.id, { thread_id: run.thread_id, order: 'asc' })
  return { emulator, openai, create, run, step: data[0]!, found: resultsOf(data[0]!) }
}

function resultsOf({ step_details }: { step_details: OpenAI.Beta.Threads.Runs.RunStep['step_details'] }) {
  const [call] = step_details.type === 'tool_calls' ? step_details.tool_calls : []
  return call?.type === 'file_search' ? (call.file_search.results ?? []) : []
}

const names = (found: { file_name: string }[]) => found.map(({ file_name }) => file_name)

test('the search of a run finds as much as the tool allows', async () => {
  expect(names((await searched()).found)).toEqual(['returns.md', 'shipping.md', 'jobs.md'])
  expect(names((await searched({ max_num_results: 1 })).found)).toEqual(['returns.md'])
  const ranking_options = { ranker: 'auto' as const, score_threshold: 0.6 }
  expect(names((await searched({ ranking_options })).found)).toEqual(['returns.md', 'shipping.md'])
})

test('of two vector stores together too', async () => {
  const { openai, upload } = setUp()
  const [one, two] = [await upload('one.md', 'Shoes are red.'), await upload('two.md', 'Shoes are blue.')]
  const store = ({ id }: { id: string }) => ({ file_search: { vector_stores: [{ file_ids: [id] }] } })
  const { id: assistant_id } = await openai.beta.assistants.create({
    model: 'gpt-4o',
    tools: [{ type: 'file_search', file_search: { max_num_results: 1 } }],
    tool_resources: store(one),
  })
  const thread = { messages: [{ role: 'user' as const, content: 'Shoes?' }], tool_resources: store(two) }
  const run = await openai.beta.threads.createAndRunPoll({ assistant_id, thread })
  const { data } = await openai.beta.threads.runs.steps.list(run.id, { thread_id: run.thread_id, order: 'asc' })
  expect(resultsOf(data[0]!)).toHaveLength(1)
})

test.each([
  ['include[]', content],
  ['include', content],
  ['include%5B%5D', encodeURIComponent(content)],
  ['include%255B%255D', encodeURIComponent(encodeURIComponent(content))],
])('the text of what was found comes with %s, in lists, single steps and streams', async (key, value) => {
  const { emulator, run, step, create } = await searched()
  const at = `${emulator.url}/threads/${run.thread_id}/runs/${run.id}/steps`
  const headers = { authorization: 'Bearer any', 'openai-beta': 'assistants=v2', 'content-type': 'application/json' }
  const read = async (url: string, init: RequestInit = {}) => (await emulator.fetch(url, { ...init, headers })).text()
  const stream = { method: 'POST', body: JSON.stringify({ ...create, stream: true }) }
  for (const [url, init] of [[at], [`${at}/${step.id}`], [`${emulator.url}/threads/runs`, stream]] as const) {
    expect(await read(`${url}?${key}=${value}`, init)).toContain(texts['jobs.md'])
    expect(await read(url, init)).not.toContain(texts['jobs.md'])
  }
})
