import { expect, it } from 'vitest'
import { conversation, texts, wire } from '../../support/wire.ts'

it('additional_instructions come after the instructions, whichever these are', async () => {
  const { openai } = wire()
  const { assistant_id, thread_id } = await conversation(openai, { instructions: 'Be nice.' })
  const shown = async (given: { instructions?: string; additional_instructions: string }, id = assistant_id) =>
    (await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id: id, ...given })).instructions
  expect(await shown({ additional_instructions: ' And short.' })).toBe('Be nice. And short.')
  expect(await shown({ instructions: 'Be rude.', additional_instructions: '!' })).toBe('Be rude.!')
  const { id } = await openai.beta.assistants.create({ model: 'gpt-4o' })
  expect(await shown({ additional_instructions: 'Be short.' }, id)).toBe('Be short.')
  expect(await shown({ additional_instructions: '' })).toBe('Be nice.')
})

it('additional_messages are on the thread before the run starts, and are what it answers', async () => {
  const { openai } = wire({ clock: 'manual' })
  const { assistant_id, thread_id } = await conversation(openai)
  const run = await openai.beta.threads.runs.create(thread_id, {
    assistant_id,
    additional_messages: [
      { role: 'assistant', content: 'Which Paris?' },
      { role: 'user', content: [{ type: 'text', text: 'The one in Texas' }], metadata: { n: '2' } },
    ],
  })
  expect(run.status).toBe('queued')
  expect(run).not.toHaveProperty('additional_messages')
  const { data } = await openai.beta.threads.messages.list(thread_id)
  expect(data.map(({ role, run_id, assistant_id }) => [role, run_id, assistant_id])).toEqual([
    ['user', null, null],
    ['assistant', null, null],
    ['user', null, null],
  ])
  expect(data[0]).toMatchObject({
    metadata: { n: '2' },
    content: [{ type: 'text', text: { value: 'The one in Texas', annotations: [] } }],
  })
})

it('the answer is about the last of them', async () => {
  const { openai } = wire()
  const { assistant_id, thread_id } = await conversation(openai)
  const additional_messages = [{ role: 'user' as const, content: 'Tell me about Texas' }]
  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, additional_messages })
  expect((await texts(openai, thread_id, run.id))[0]).toContain('"Tell me about Texas"')
})

it('none of them is there if the run is refused', async () => {
  const { openai } = wire({ clock: 'manual' })
  const { assistant_id, thread_id } = await conversation(openai)
  const additional_messages = [{ role: 'user' as const, content: 'More' }]
  await openai.beta.threads.runs.create(thread_id, { assistant_id })
  await expect(openai.beta.threads.runs.create(thread_id, { assistant_id, additional_messages })).rejects.toThrow(
    'already has an active run',
  )
  expect(await texts(openai, thread_id)).toHaveLength(1)
})
