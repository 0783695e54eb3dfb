import { expect, test } from 'vitest'
import { scenario, settle, stage } from './stage.ts'

test('two-messages: two of them, each a step', async () => {
  const { poll, texts, steps } = await stage()
  const run = await poll('two-messages')
  expect(await texts(run)).toEqual(['I will look at both questions.', 'The answer to the second one is 42.'])
  expect(await steps(run)).toHaveLength(2)
})

test('many-messages: in ascending order the newest is not on the first page', async () => {
  const { poll, messages, thread_id } = await stage()
  const run = await poll('many-messages')
  const page = await messages.list(thread_id, { order: 'asc' })
  expect(page.data).toHaveLength(20)
  expect(page.has_more).toBe(true)
  const all = []
  for await (const { run_id } of messages.list(thread_id, { order: 'asc' })) if (run_id === run.id) all.push(run_id)
  expect(all).toHaveLength(25)
})

test('word-by-word and slow-first-token: when the words come', async () => {
  const times = async (name: string) => {
    const { emulator, stream } = await stage()
    const start = emulator.clock.now().getTime()
    const seen: number[] = []
    await stream(name)
      .on('textDelta', () => seen.push(emulator.clock.now().getTime() - start))
      .finalRun()
    return seen
  }
  expect((await times('word-by-word')).slice(0, 3)).toEqual([50, 100, 150])
  expect((await times('slow-first-token')).slice(0, 3)).toEqual([8000, 8020, 8040])
})

test('unicode: deltas and message hold the same whole characters', async () => {
  const { stream, texts } = await stage()
  let streamed = ''
  const run = await stream('unicode')
    .on('textDelta', ({ value }) => (streamed += value))
    .finalRun()
  expect(await texts(run)).toEqual([streamed])
  expect(streamed).toContain('👩‍👩‍👧‍👦 🇨🇭')
})

test('refusal, empty-message and image-answer: content that is not one text', async () => {
  const { poll, messages, thread_id } = await stage()
  const content = async (name: string) =>
    (await messages.list(thread_id, { run_id: (await poll(name)).id })).data[0]!.content
  expect(await content('refusal')).toEqual([{ type: 'refusal', refusal: 'I am sorry, I cannot help with that.' }])
  expect(await content('empty-message')).toEqual([])
  expect((await content('image-answer')).map(({ type }) => type)).toEqual(['text', 'image_file', 'text'])
})

test('long-answer: several hundred tokens, one a delta', async () => {
  const { stream } = await stage()
  let deltas = 0
  const run = await stream('long-answer')
    .on('textDelta', () => deltas++)
    .finalRun()
  expect(deltas).toBeGreaterThan(400)
  expect(run.usage!.completion_tokens).toBe(deltas)
})

test('every-status: a polling client sees them all', async () => {
  const { create, read, submit } = await stage()
  const run = await create('every-status')
  const seen: string[] = [run.status]
  while (seen.at(-1) !== 'completed') {
    await settle()
    const now = await read(run)
    if (now.status !== seen.at(-1)) seen.push(now.status)
    if (now.status === 'requires_action') seen.push((await submit(now)).status)
  }
  expect(seen).toEqual(['queued', 'in_progress', 'requires_action', 'queued', 'in_progress', 'completed'])
})

test('placeholder-citation: markers without annotations stay in the text', async () => {
  const { poll, messages, thread_id } = await stage()
  const [content] = (await messages.list(thread_id, { run_id: (await poll('placeholder-citation')).id })).data[0]!
    .content
  expect(content).toMatchObject({ text: { value: expect.stringContaining('【4:0†notes.txt】'), annotations: [] } })
})

test('unknown-ranker: a ranker that no enumeration has', async () => {
  const { poll, steps } = await stage()
  const [step] = await steps(await poll('unknown-ranker'))
  expect(step!.step_details).toMatchObject({
    tool_calls: [{ file_search: { ranking_options: { ranker: 'default-2024-08-21', score_threshold: 0.5 } } }],
  })
})

test('started-again: started_at jumps after the outputs, and the expiry stays', async () => {
  const { thread_id, assistant_id, runs, submit } = await stage()
  const run = await runs.createAndPoll(thread_id, { assistant_id, ...scenario('started-again') })
  await submit(run)
  const after = await runs.poll(run.id, { thread_id })
  expect(run.started_at! - run.created_at).toBe(2)
  expect(run.expires_at).toBe(run.created_at + 600)
  expect(after.started_at! - run.started_at!).toBe(7)
  expect(after.status).toBe('completed')
})
