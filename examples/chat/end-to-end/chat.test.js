// The application as it is started in earnest, in a process of its own. `run-emulator exec` has set the environment.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ask } from '../public/chat.js'

test('the chat answers', async () => {
  const start = fileURLToPath(new URL('../start.js', import.meta.url))
  const chat = spawn(process.execPath, [start], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const { value: base } = await createInterface({ input: chat.stdout })[Symbol.asyncIterator]().next()
    let text = ''
    await ask('Is anybody there?', (piece) => (text += piece), base)
    assert.match(text, /Is anybody there\?/)
  } finally {
    chat.kill()
  }
})
