import { setImmediate } from 'node:timers/promises'
import { headers } from '../client.js'

const messages = [{ role: 'user', content: 'Hello there, how are you?' }]

/**
 * Puts `count` finished runs into an emulator: every other one on a thread of its own, the rest on 16 threads, so that neither the
 * number of threads nor the length of one is small. Tells the 16 with an assistant, and some of their runs.
 */
export async function store(emulator, count) {
  const call = async (path, body) => {
    const method = body ? 'POST' : 'GET'
    const response = await emulator.fetch(emulator.url + path, { method, headers, body: body && JSON.stringify(body) })
    if (!response.ok) throw new Error(await response.text())
    return response.json()
  }
  const { id: assistant_id } = await call('/assistants', { model: 'gpt-4o' })
  const long = await Promise.all(Array.from({ length: 16 }, () => call('/threads', { messages })))
  let runs = []
  for (let stored = 0; stored < count;) {
    const round = long.slice(0, Math.ceil((count - stored) / 2))
    runs = await Promise.all(round.map(({ id }) => call(`/threads/${id}/runs`, { assistant_id })))
    await Promise.all(round.map(() => call('/threads/runs', { assistant_id, thread: { messages } })))
    stored += 2 * round.length
    // A run that is still active would lock its thread: the clock plays it in the next turns of the event loop.
    do await setImmediate()
    while ((await call(`/threads/${runs[0].thread_id}/runs/${runs[0].id}`)).status !== 'completed')
  }
  return {
    threads: long.map(({ id }) => ({ path: `/v1/threads/${id}`, assistant_id })),
    runs: runs.map(({ id, thread_id }) => `/v1/threads/${thread_id}/runs/${id}`),
  }
}
