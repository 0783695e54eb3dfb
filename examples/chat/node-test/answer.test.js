import assert from 'node:assert/strict'
import { test } from 'node:test'
import OpenAI from 'openai'
import { withEmulator } from 'run-emulator/node-test'
import { answer } from '../answer.js'

test(
  'three 429s, then success: the backoff is honoured',
  withEmulator(async (emulator) => {
    const openai = new OpenAI({ ...emulator.client, maxRetries: 0 })
    const { id } = await openai.beta.assistants.create({ model: 'gpt-4o' })
    emulator.next('three-rate-limits')

    assert.equal(await answer(openai, { assistant_id: id, question: 'Hello?' }), 'Thank you for your patience.')

    emulator.verify({ requests: [{ request: 'POST /runs', status: 429, times: 3 }], findings: 0 })
  }),
)
