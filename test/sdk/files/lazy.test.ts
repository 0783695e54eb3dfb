import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { setUp } from './set_up.ts'

const { cache } = createRequire(import.meta.url)
const loaded = (name: string) => Object.keys(cache).filter((path) => path.includes(`/node_modules/${name}/`))
const isLoaded = (name: string) => loaded(name).length > 0

test('the libraries for forms and searches are loaded by the first upload and the first search, not by runs', async () => {
  // Other tests in this process may have needed them.
  for (const path of [...loaded('busboy'), ...loaded('minisearch')]) delete cache[path]
  const { openai, upload } = setUp()
  const assistant = await openai.beta.assistants.create({ model: 'gpt-4o', tools: [{ type: 'file_search' }] })
  const thread = { messages: [{ role: 'user' as const, content: 'Hi' }] }
  await openai.beta.threads.createAndRunPoll({ assistant_id: assistant.id, thread })
  expect([isLoaded('busboy'), isLoaded('minisearch')]).toEqual([false, false])

  const file = await upload('a.txt', 'apples')
  const { id } = await openai.vectorStores.create({ file_ids: [file.id] })
  await openai.vectorStores.files.poll(id, file.id)
  expect([isLoaded('busboy'), isLoaded('minisearch')]).toEqual([true, false])

  await openai.vectorStores.search(id, { query: 'apples' })
  expect(isLoaded('minisearch')).toBe(true)
})
