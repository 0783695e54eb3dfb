import { test } from 'run-emulator/vitest'
import OpenAI from 'openai'
import { expect } from 'vitest'
import { answer } from '../answer.js'

const get_weather = { type: 'function', function: { name: 'get_weather' } }

test('calls the function and answers with what came of it', async ({ emulator }) => {
  const openai = new OpenAI(emulator.client)
  const { id } = await openai.beta.assistants.create({ model: 'gpt-4o', tools: [get_weather] })
  emulator.next({
    script: [
      { tool_calls: [{ function: { name: 'get_weather', arguments: { city: 'Paris' } } }] },
      { message: 'It is {{ output }} in Paris.' },
    ],
  })

  const functions = { get_weather: async ({ city }) => (city === 'Paris' ? 'sunny' : 'unknown') }
  expect(await answer(openai, { assistant_id: id, question: 'The weather?', functions })).toBe('It is sunny in Paris.')

  expect(emulator).toHaveOnlyRun({ tools: ['get_weather'], tool_outputs: { get_weather: 'sunny' } })
})

test('says why a run failed', async ({ emulator }) => {
  const openai = new OpenAI(emulator.client)
  const { id } = await openai.beta.assistants.create({ model: 'gpt-4o' })
  emulator.next({ script: [{ status: 'failed', last_error: { code: 'server_error', message: 'Sorry.' } }] })

  await expect(answer(openai, { assistant_id: id, question: 'Hello?' })).rejects.toThrow('failed: Sorry.')
})

test('ten minutes pass at once: what nobody answers expires', async ({ emulator }) => {
  const { beta } = new OpenAI(emulator.client)
  const { id } = await beta.assistants.create({ model: 'gpt-4o', instructions: 'Be brief.' })
  emulator.next('expires')
  const run = await beta.threads.createAndRunPoll({ assistant_id: id })
  expect(run).toHaveStatus('requires_action')

  await emulator.clock.advance('10m')

  expect(await beta.threads.runs.retrieve(run.id, { thread_id: run.thread_id })).toHaveStatus('expired')
})
