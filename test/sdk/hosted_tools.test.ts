import type OpenAI from 'openai'
import { expect, test } from 'vitest'
import { scenario, setUp, textOf } from './set_up.ts'

type Step = OpenAI.Beta.Threads.Runs.RunStep

function toolCalls(step: Step) {
  return step.step_details.type === 'tool_calls' ? step.step_details.tool_calls : []
}

test('code-interpreter, polled: the step shows the code and what it printed', async () => {
  const { openai, assistant_id, thread_id } = await setUp()

  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...scenario('code-interpreter') })

  expect(run.status).toBe('completed')
  const { data: steps } = await openai.beta.threads.runs.steps.list(run.id, { thread_id, order: 'asc' })
  expect(steps.map(({ type }) => type)).toEqual(['tool_calls', 'message_creation'])
  expect(toolCalls(steps[0]!)).toMatchObject([
    {
      type: 'code_interpreter',
      code_interpreter: { input: 'x = (14 - 11) / 3\nprint(x)', outputs: [{ type: 'logs', logs: '1.0\n' }] },
    },
  ])
})

test('code-interpreter, streamed: the code comes in pieces, then the outputs', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  let input = ''
  const logs: unknown[] = []

  const stream = openai.beta.threads.runs
    .stream(thread_id, { assistant_id, ...scenario('code-interpreter') })
    .on('toolCallDelta', (delta) => {
      if (delta.type !== 'code_interpreter') return
      input += delta.code_interpreter?.input ?? ''
      logs.push(...(delta.code_interpreter?.outputs ?? []))
    })
  const run = await stream.finalRun()

  expect(run.status).toBe('completed')
  expect(input).toBe('x = (14 - 11) / 3\nprint(x)')
  expect(logs).toEqual([{ index: 0, type: 'logs', logs: '1.0\n' }])
  expect((await stream.finalMessages()).map(textOf)).toEqual(['The solution of 3x + 11 = 14 is x = 1.'])
})

test('file-search, polled: the message cites the passage; its text is shown to who asks for it', async () => {
  const { openai, assistant_id, thread_id } = await setUp()

  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, ...scenario('file-search') })

  expect(run.status).toBe('completed')
  const { data: messages } = await openai.beta.threads.messages.list(thread_id, { run_id: run.id })
  const [part] = messages[0]!.content
  if (part?.type !== 'text') throw new Error('expected a text')
  const [citation] = part.text.annotations
  if (citation?.type !== 'file_citation') throw new Error('expected a citation')
  expect(part.text.value.slice(citation.start_index, citation.end_index)).toBe(citation.text)
  expect(citation.file_citation).toEqual({ file_id: expect.stringMatching(/^file-\w{22}$/) })

  const plain = await openai.beta.threads.runs.steps.list(run.id, { thread_id, order: 'asc' })
  const result = {
    file_id: citation.file_citation.file_id,
    file_name: 'favorite_foods.txt',
    score: 0.68,
    attributes: {},
  }
  expect(toolCalls(plain.data[0]!)).toMatchObject([{ file_search: { results: [result] } }])
  // The query, which nobody is told: {"queries":["What is the weather in Paris?"]}
  expect(plain.data[0]!.usage!.completion_tokens).toBe(10)
  expect(JSON.stringify(plain.data)).not.toContain('Filip Carola')

  const asked = await openai.beta.threads.runs.steps.retrieve(plain.data[0]!.id, {
    thread_id,
    run_id: run.id,
    include: ['step_details.tool_calls[*].file_search.results[*].content'],
  })
  expect(JSON.stringify(toolCalls(asked))).toContain('Filip Carola')
})

test('file-search, streamed: the citation comes with its marker, in one delta', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  const cited: unknown[] = []

  const stream = openai.beta.threads.runs
    .stream(thread_id, { assistant_id, ...scenario('file-search') })
    .on('textDelta', ({ value, annotations }) => {
      if (annotations?.length) cited.push([value, annotations])
    })
  const run = await stream.finalRun()

  expect(run.status).toBe('completed')
  const marker = '【4:0†favorite_foods.txt】'
  const place = { text: marker, start_index: 29, end_index: 53 }
  const file_id = expect.stringMatching(/^file-/)
  expect(cited).toEqual([
    [marker, [{ index: 0, type: 'file_citation', ...place, file_citation: { file_id, quote: '' } }]],
  ])
  const [message] = await stream.finalMessages()
  expect(message!.content).toMatchObject([
    { text: { annotations: [{ type: 'file_citation', ...place, file_citation: { file_id } }] } },
  ])
})
