import { expect, test } from 'vitest'
import { setUp } from './set_up.ts'

test('what the code interpreter has made can be fetched', async () => {
  const { openai } = setUp({
    scenarios: {
      chart: {
        script: [
          {
            tool_calls: [
              {
                code_interpreter: { input: 'plot()', outputs: [{ image: { file_id: 'file-Chart00000000000000000' } }] },
              },
            ],
          },
          {
            message: [
              { image_file: { file_id: 'file-Chart00000000000000000' } },
              {
                text: 'Here is the table: [table.csv](sandbox:/mnt/data/table.csv)',
                annotations: [{ file_path: { text: 'sandbox:/mnt/data/table.csv' } }],
              },
            ],
          },
        ],
      },
    },
  })
  const { id: assistant_id } = await openai.beta.assistants.create({
    model: 'gpt-4o',
    tools: [{ type: 'code_interpreter' }],
  })
  const run = await openai.beta.threads.createAndRunPoll({
    assistant_id,
    thread: { messages: [{ role: 'user', content: 'Plot it.' }] },
    metadata: { emulator_scenario: 'chart' },
  })

  const [answer] = (await openai.beta.threads.messages.list(run.thread_id)).data
  const [image, text] = answer!.content
  if (image?.type !== 'image_file' || text?.type !== 'text') throw new Error('an image, then a text')
  const chart = await openai.files.retrieve(image.image_file.file_id)
  expect(chart).toMatchObject({ purpose: 'assistants_output', filename: 'file-Chart00000000000000000.png' })
  const bytes = Buffer.from(await (await openai.files.content(chart.id)).arrayBuffer())
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  expect(bytes).toHaveLength(chart.bytes)

  const [annotation] = text.text.annotations
  if (annotation?.type !== 'file_path') throw new Error('a file_path')
  const table = await openai.files.retrieve(annotation.file_path.file_id)
  expect(table.filename).toBe('table.csv')
  expect(await (await openai.files.content(table.id)).text()).toContain('invented by run-emulator')
  expect((await openai.files.list({ purpose: 'assistants_output' })).data).toHaveLength(2)
})

test('a path to a file of a name that was uploaded leads to that file', async () => {
  const marker = 'sandbox:/mnt/data/chart.png'
  const { openai, upload } = setUp({
    scenarios: {
      mine: {
        match: { model: 'gpt-4o' },
        script: [{ message: [{ text: `See ${marker}`, annotations: [{ file_path: { text: marker } }] }] }],
      },
    },
  })
  const file = await upload('chart.png', 'real', 'vision')
  const { id: assistant_id } = await openai.beta.assistants.create({ model: 'gpt-4o' })
  const { id } = await openai.beta.threads.create({ messages: [{ role: 'user', content: 'Hi' }] })

  await openai.beta.threads.runs.createAndPoll(id, { assistant_id })

  const [answer] = (await openai.beta.threads.messages.list(id)).data
  expect(answer!.content[0]).toMatchObject({ text: { annotations: [{ file_path: { file_id: file.id } }] } })
  expect(await (await openai.files.content(file.id)).text()).toBe('real')
  expect((await openai.files.list()).data).toHaveLength(1)
})
