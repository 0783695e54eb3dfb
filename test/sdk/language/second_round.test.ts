import { expect, test } from 'vitest'
import { createEmulator } from 'run-emulator'
import { blocks, read } from '../../docs/fill.ts'
import { clientOf, textOf } from './talk.ts'

// The example of the reference page: on the second round an error, an apology word by word, a rate limit, and a cut stream.
const yaml = blocks(read('docs/language.md'), 'yaml').find((block) => block.includes('submit_stream'))!

async function secondRound(output: string) {
  const emulator = createEmulator({ scenarios: { scripted: yaml } })
  const openai = clientOf(emulator)
  const { runs, messages } = openai.beta.threads
  const assistant = await openai.beta.assistants.create({ model: 'gpt-4o', instructions: 'Be brief.' })
  const thread = await openai.beta.threads.create()
  let run = await runs
    .stream(thread.id, { assistant_id: assistant.id, metadata: { emulator_scenario: 'scripted' } })
    .finalRun()
  const outputs = (answer: string) =>
    run.required_action!.submit_tool_outputs.tool_calls.map(({ id }) => ({ tool_call_id: id, output: answer }))
  run = await runs.submitToolOutputsStream(run.id, { thread_id: thread.id, tool_outputs: outputs('Paris') }).finalRun()
  const names: string[] = []
  const last = runs
    .submitToolOutputsStream(run.id, { thread_id: thread.id, tool_outputs: outputs(output) })
    .on('event', ({ event }) => names.push(event))
  await expect(last.finalRun()).rejects.toThrow('terminated')
  run = await runs.poll(run.id, { thread_id: thread.id })
  return { names, run, texts: (await messages.list(thread.id, { run_id: run.id })).data.map(textOf) }
}

test('the stream is cut after its fifth event, and polling shows the apology and the failure', async () => {
  const { names, run, texts } = await secondRound('{"error":"a timeout"}')
  expect(names).toHaveLength(5)
  expect(run).toMatchObject({
    status: 'failed',
    last_error: { code: 'rate_limit_exceeded', message: 'Too many requests.' },
  })
  expect(texts).toEqual(['I am sorry, a timeout.'])
})

test('without an error it answers', async () => {
  const { run, texts } = await secondRound('sunny')
  expect(run.status).toBe('completed')
  expect(texts).toEqual(['It is sunny.'])
})
