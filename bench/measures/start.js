import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { headers } from '../client.js'
import { turns } from '../turns.js'

const file = (path) => fileURLToPath(new URL(path, import.meta.url))
const ours = [file('../../dist/main.js'), 'serve', '--port', '0']
const base = [file('../servers/first.js')]

export const start = {
  name: 'start',
  async measure() {
    const times = await turns({ ours: () => firstAnswer(ours), base: () => firstAnswer(base) })
    return [{ what: 'process start to first answer, times bare hono', aim: { most: 1.4 }, ...times }]
  },
}

/** Milliseconds from the start of the process to the end of its first answer: a thread is created. */
async function firstAnswer(args) {
  const began = performance.now()
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const response = await fetch(`${await address(child)}/threads`, { method: 'POST', headers, body: '{}' })
  await response.text()
  const took = performance.now() - began
  child.kill()
  await once(child, 'exit')
  return took
}

/** The base URL that the server says when it is ready. */
function address(child) {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      const [url] = /http:\/\/127\.0\.0\.1:\d+\/v1/.exec(text) ?? []
      if (url) resolve(url)
    })
    child.once('exit', () => reject(new Error(`The server did not say where it listens. ${text}`)))
  })
}
