import { expect, it } from 'vitest'
import { conversation, wire } from '../../support/wire.ts'

it('true: events until the run rests, then done; false: the run as JSON', async () => {
  const { openai, post } = wire()
  const { assistant_id, thread_id } = await conversation(openai)
  const path = `/threads/${thread_id}/runs`
  const streamed = await post(path, { assistant_id, stream: true })
  expect(streamed.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const events = [...streamed.text.matchAll(/^event: (.*)$/gm)].map(([, name]) => name)
  expect([events[0], events.at(-2), events.at(-1)]).toEqual(['thread.run.created', 'thread.run.completed', 'done'])
  expect(streamed.text.endsWith('\n\nevent: done\ndata: [DONE]\n\n')).toBe(true)
  for (const stream of [false, null, undefined]) {
    const { thread_id } = await conversation(openai)
    const reply = await post(`/threads/${thread_id}/runs`, { assistant_id, stream }, { accept: 'text/event-stream' })
    expect(reply.headers.get('content-type')).toBe('application/json')
    expect(reply.body.status).toBe('queued')
  }
})

it('true with a thread of its own: the thread comes first', async () => {
  const { openai } = wire()
  const { assistant_id } = await conversation(openai)
  const stream = await openai.beta.threads.createAndRun({
    assistant_id,
    stream: true,
    thread: { messages: [{ role: 'user', content: 'Hi' }], metadata: { a: 'b' } },
  })
  const names: string[] = []
  for await (const { event, data } of stream) {
    if (names.length === 0) expect(data).toMatchObject({ object: 'thread', metadata: { a: 'b' } })
    names.push(event)
  }
  expect(names.slice(0, 3)).toEqual(['thread.created', 'thread.run.created', 'thread.run.queued'])
  expect(names.at(-1)).toBe('thread.run.completed')
})

it('is not echoed, and an error comes before any event, as JSON', async () => {
  const { openai, post } = wire({ clock: 'manual' })
  const { assistant_id, thread_id } = await conversation(openai)
  const run = await openai.beta.threads.runs.create(thread_id, { assistant_id })
  expect(run).not.toHaveProperty('stream')
  const refused = await post(`/threads/${thread_id}/runs`, { assistant_id, stream: true })
  expect([refused.status, refused.headers.get('content-type')]).toEqual([400, 'application/json'])
})
