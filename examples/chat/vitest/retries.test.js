import { test } from 'run-emulator/vitest'
import OpenAI from 'openai'
import { expect } from 'vitest'
import { answer } from '../answer.js'

test('three 429s, then success: the backoff is honoured', async ({ emulator }) => {
  const openai = new OpenAI({ ...emulator.client, maxRetries: 0 })
  const { id } = await openai.beta.assistants.create({ model: 'gpt-4o' })
  const waits = []
  emulator.next('three-rate-limits')

  const said = await answer(openai, { assistant_id: id, question: 'Hello?', sleep: async (ms) => waits.push(ms) })

  expect(said).toBe('Thank you for your patience.')
  expect(waits).toEqual([20, 20, 20])
  emulator.verify({ requests: [{ request: 'POST /runs', status: 429, times: 3 }], runs: [{ status: 'completed' }] })
})
