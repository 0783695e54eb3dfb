import { once } from 'node:events'
import { test as base } from 'run-emulator/vitest'
import OpenAI from 'openai'
import { expect } from 'vitest'
import { ask } from '../public/chat.js'
import { createChat } from '../server.js'

/** The chat on a port, its client speaking with this test's emulator. */
const test = base.extend({
  chat: async ({ emulator }, use) => {
    const openai = new OpenAI({ ...emulator.client, maxRetries: 0 })
    const { id } = await openai.beta.assistants.create({ model: 'gpt-4o' })
    const server = createChat(openai, id).listen(0, '127.0.0.1')
    await once(server, 'listening')
    await use(`http://127.0.0.1:${server.address().port}`)
    server.close()
  },
})

test('the page gets the answer in pieces', async ({ emulator, chat }) => {
  emulator.next({ script: [{ message: { content: 'One two three.', by: 'word', every: '1s' } }] })
  const pieces = []
  await ask('Count!', (text) => pieces.push(text), chat)
  expect(pieces.join('')).toBe('One two three.')
  expect(emulator).toHaveOnlyRun({ stream: true, status: 'completed' })
})

test('the page is told when the answer breaks off', async ({ emulator, chat }) => {
  emulator.next({
    script: [{ message: 'I will now' }, { status: 'failed', last_error: { code: 'server_error', message: 'Sorry.' } }],
  })
  let text = ''
  await ask('What will you do?', (piece) => (text += piece), chat)
  expect(text).toBe('I will now\n[the answer ended: failed]')
})

test('the page itself is served', async ({ chat }) => {
  expect(await (await fetch(chat)).text()).toContain('chat.js')
  expect(await (await fetch(`${chat}/chat.js`)).text()).toContain('export async function ask')
})
