import { test } from 'run-emulator/vitest'
import OpenAI from 'openai'
import { expect } from 'vitest'
import { answer } from '../answer.js'

test('three 429s, then success: the backoff is honoured', async ({ emulator }) => {
  const openai = new OpenAI({ ...emulator.client, maxRetries: 0 })
  const { id } = await openai.beta.assistants.create({ model: 'gpt-4o' })
  emulator.next('three-rate-limits')

  expect(await answer(openai, { assistant_id: id, question: 'Hello?' })).toBe('Thank you for your patience.')

  expect(emulator).toHaveRequest('POST /runs', { status: 429, times: 3 })
  expect(emulator.verdict()).toBeFaultless()
})
