import { expect, test } from 'vitest'
import { foods, setUp } from './set_up.ts'

const question = "Using the files you have available, what's Filip's favorite food?"
const include: 'step_details.tool_calls[*].file_search.results[*].content'[] = [
  'step_details.tool_calls[*].file_search.results[*].content',
]

/** A file, an assistant that may search it, and a thread with a question about it. */
async function library(options?: Parameters<typeof setUp>[0]) {
  const { emulator, openai, upload } = setUp(options)
  const file = await upload('favorite_foods.txt', foods)
  const assistant = await openai.beta.assistants.create({
    model: 'gpt-4o',
    tools: [{ type: 'file_search' }],
    tool_resources: { file_search: { vector_stores: [{ file_ids: [file.id] }] } },
  })
  const thread = await openai.beta.threads.create({ messages: [{ role: 'user', content: question }] })
  return { emulator, openai, upload, file, assistant_id: assistant.id, thread_id: thread.id }
}

test('a run without a scenario searches the real files, and quotes and cites a passage of them', async () => {
  const { openai, file, assistant_id, thread_id } = await library()

  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
  expect(run.status).toBe('completed')

  const { data: steps } = await openai.beta.threads.runs.steps.list(run.id, { thread_id, order: 'asc', include })
  expect(steps.map(({ type }) => type)).toEqual(['tool_calls', 'message_creation'])
  expect(steps[0]!.step_details).toMatchObject({
    tool_calls: [
      {
        type: 'file_search',
        file_search: {
          ranking_options: { ranker: 'default_2024_08_21', score_threshold: 0 },
          results: [
            {
              file_id: file.id,
              file_name: 'favorite_foods.txt',
              attributes: {},
              content: [{ type: 'text', text: foods }],
            },
          ],
        },
      },
    ],
  })

  const { data: messages } = await openai.beta.threads.messages.list(thread_id)
  const [part] = messages[0]!.content
  if (part?.type !== 'text') throw new Error('the answer is a text')
  expect(part.text.value).toContain('favorite_foods.txt says: "Filip Carola: cake"【4:0†favorite_foods.txt】.')
  const [annotation] = part.text.annotations
  expect(annotation).toMatchObject({ type: 'file_citation', file_citation: { file_id: file.id } })
  expect(part.text.value.slice(annotation!.start_index, annotation!.end_index)).toBe(annotation!.text)
})

test('the text of the results is shown only to who asks for it', async () => {
  const { openai, assistant_id, thread_id } = await library()
  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id })

  const { data } = await openai.beta.threads.runs.steps.list(run.id, { thread_id, order: 'asc' })

  const details = data[0]!.step_details
  const [call] = details.type === 'tool_calls' ? details.tool_calls : []
  expect(call?.type === 'file_search' && call.file_search.results?.[0]).not.toHaveProperty('content')
})

test('the same, streamed: one delta without results, the results in the finished step, the citation as one piece', async () => {
  const { openai, file, assistant_id, thread_id } = await library()

  const stepDeltas: unknown[] = []
  const cited: string[] = []
  const stream = openai.beta.threads.runs
    .stream(thread_id, { assistant_id })
    .on('runStepDelta', ({ step_details }) => stepDeltas.push(step_details))
    .on('textDelta', ({ value, annotations }) => {
      if (annotations?.length) cited.push(value!)
    })
  const [search] = await stream.finalRunSteps()

  expect(stepDeltas).toMatchObject([{ tool_calls: [{ type: 'file_search', file_search: { results: [] } }] }])
  expect(search!.step_details).toMatchObject({ tool_calls: [{ file_search: { results: [{ file_id: file.id }] } }] })
  expect(cited).toEqual(['【4:0†favorite_foods.txt】'])
})

test('a file that the thread has too is found twice, as the service found it', async () => {
  const { openai, file, assistant_id } = await library()
  const thread = await openai.beta.threads.create({
    messages: [{ role: 'user', content: question }],
    tool_resources: { file_search: { vector_stores: [{ file_ids: [file.id] }] } },
  })

  const run = await openai.beta.threads.runs.createAndPoll(thread.id, { assistant_id })

  const { data } = await openai.beta.threads.runs.steps.list(run.id, { thread_id: thread.id, order: 'asc' })
  const details = data[0]!.step_details
  const [call] = details.type === 'tool_calls' ? details.tool_calls : []
  const results = call?.type === 'file_search' ? (call.file_search.results ?? []) : []
  expect(results.map(({ file_id }) => file_id)).toEqual([file.id, file.id])
  expect(results[0]!.score).toBe(results[1]!.score)
})

test('a scripted citation of a file by its name carries the id of the uploaded file', async () => {
  const { openai, file, assistant_id, thread_id } = await library({
    scenarios: {
      cites: {
        script: [
          { tool_calls: ['file_search'] },
          {
            message: {
              content: "Filip's favorite food is cake【4:0†favorite_foods.txt】.",
              annotations: [{ file_citation: { text: '【4:0†favorite_foods.txt】' } }],
            },
          },
        ],
      },
    },
  })

  await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, metadata: { emulator_scenario: 'cites' } })

  const { data } = await openai.beta.threads.messages.list(thread_id)
  expect(data[0]!.content[0]).toMatchObject({
    text: {
      annotations: [
        {
          type: 'file_citation',
          text: '【4:0†favorite_foods.txt】',
          start_index: 29,
          end_index: 53,
          file_citation: { file_id: file.id },
        },
      ],
    },
  })
})

test('a run waits for files that are still being taken in', async () => {
  const { openai, assistant_id, upload } = await library({
    scenarios: { slow_file: { vector_store_files: [{ filename: 'late.txt', after: '40s' }] } },
  })
  const late = await upload('late.txt', 'Filip Carola has a second favorite food: raspberries.')

  const run = await openai.beta.threads.createAndRunPoll({
    assistant_id,
    thread: {
      messages: [
        {
          role: 'user',
          content: 'What is the second favorite food of Filip Carola?',
          attachments: [{ file_id: late.id, tools: [{ type: 'file_search' }] }],
        },
      ],
    },
  })

  expect(run.completed_at! - run.created_at).toBe(40)
  const { data } = await openai.beta.threads.messages.list(run.thread_id)
  expect(data[0]!.content[0]).toMatchObject({ text: { annotations: [{ file_citation: { file_id: late.id } }] } })
})
