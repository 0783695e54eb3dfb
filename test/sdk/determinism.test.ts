import OpenAI from 'openai'
import { createEmulator } from 'run-emulator'
import { expect, test } from 'vitest'
import { playPolled, playStreamed } from './play.ts'

/** Everything that a client is answered, to the byte: status, headers and body of each response. */
async function everyAnswer(seed: string, name: string): Promise<string[]> {
  const emulator = createEmulator({ seed })
  const answers: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await emulator.fetch(input, init)
    const at = answers.push('') - 1
    const head = `${response.status} ${JSON.stringify([...response.headers])}\n`
    const body = response.clone().text()
    void body.then(
      (text) => (answers[at] = head + text),
      (error: Error) => (answers[at] = head + error.message),
    )
    return response
  }
  const openai = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch, maxRetries: 0 })
  const parameters = { type: 'object', properties: { location: { type: 'string' } } }
  const tools = [{ type: 'function' as const, function: { name: 'get_current_weather', parameters } }]
  const { id: assistant_id } = await openai.beta.assistants.create({ model: 'gpt-4o', tools })
  for (const play of [playStreamed, playPolled]) {
    const thread = await openai.beta.threads.create({ messages: [{ role: 'user', content: 'How warm is it?' }] })
    const stage = { emulator, openai, assistant_id, thread_id: thread.id }
    const run = await play(stage, name)
    if (run) await openai.beta.threads.runs.steps.list(run.id, { thread_id: thread.id })
    await openai.beta.threads.messages.list(thread.id)
  }
  return answers
}

const ids = (answers: string[]) =>
  new Set(answers.join('').match(/(?:asst|thread|run|step|msg|call|req)_[0-9A-Za-z]{24,}/g))

// One of each kind; the golden transcripts show it of all.
test.each(['default', 'two-rounds', 'file-search', 'slow', 'expires', 'refused', 'stream-cut'])(
  '%s: the same seed and the same calls give the same bytes',
  async (name) => {
    const answers = await everyAnswer('one', name)

    expect(answers.length).toBeGreaterThan(5)
    expect(answers.join('')).toContain('x-request-id')
    expect(await everyAnswer('one', name)).toEqual(answers)
  },
)

test('another seed gives other ids, and none of the same', async () => {
  const one = ids(await everyAnswer('one', 'tool-call'))
  const two = ids(await everyAnswer('two', 'tool-call'))

  expect(one.size).toBeGreaterThan(10)
  expect(two.size).toBe(one.size)
  expect([...one].filter((id) => two.has(id))).toEqual([])
})
