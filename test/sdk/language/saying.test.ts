import { expect, test } from 'vitest'
import { listen, talk } from './talk.ts'

test('several messages, before and after tools', async () => {
  const { texts, steps } = await talk(
    'script:\n  - message: one\n  - tool_calls: [{ function: f }]\n  - message: two\n  - message: three',
  )
  expect(texts).toEqual(['one', 'two', 'three'])
  expect(steps.map(({ type }) => type)).toEqual([
    'message_creation',
    'tool_calls',
    'message_creation',
    'message_creation',
  ])
})

test('citations and file paths have offsets that count characters in the whole block', async () => {
  const { said } = await talk(`
script:
  - message:
      - "👋 Cake"
      - text: "【1†a.txt】 and 【1†a.txt】 and sandbox:/mnt/data/x.csv"
        annotations:
          - file_citation: { text: 【1†a.txt】, file_id: file-1 }
          - file_citation: { text: 【1†a.txt】 }
          - file_path: { text: "sandbox:/mnt/data/x.csv" }`)
  const [block] = said[0]!.content
  if (block?.type !== 'text') throw new Error('no text')
  const characters = [...block.text.value]
  const annotations = block.text.annotations
  expect(annotations.map(({ type }) => type)).toEqual(['file_citation', 'file_citation', 'file_path'])
  for (const { text, start_index, end_index } of annotations)
    expect(characters.slice(start_index, end_index).join('')).toBe(text)
  expect(annotations[0]!.start_index).toBeLessThan(annotations[1]!.start_index)
})

test('images and refusals are content of their own', async () => {
  const { said } = await talk(
    'script:\n  - message:\n      - Look\n      - image_file: { file_id: file-1 }\n      - image_url: { url: "https://example.com/a.png" }\n      - and\n      - refusal: I will not say more.',
  )
  expect(said[0]!.content.map((part) => (part.type === 'text' ? part.text.value : part))).toMatchObject([
    'Look',
    { image_file: { file_id: 'file-1' } },
    { image_url: { url: 'https://example.com/a.png' } },
    'and',
    { refusal: 'I will not say more.' },
  ])
})

test('any error code and any reason can be given', async () => {
  expect(
    (
      await talk(
        'script:\n  - status: failed\n    last_error: { code: tool_user_error, message: "Error: invalid_tool_input" }',
      )
    ).run.last_error,
  ).toEqual({ code: 'tool_user_error', message: 'Error: invalid_tool_input' })
  expect(
    (await talk('script:\n  - status: incomplete\n    incomplete_details: { reason: something_new }')).run
      .incomplete_details,
  ).toEqual({ reason: 'something_new' })
})

test.each(['failed', 'cancelled', 'expired'])('a queued run can become %s without ever starting', async (status) => {
  const { events } = await listen(`script:\n  - after: 1s\n    status: ${status}`)
  expect(events.map(({ event }) => event)).not.toContain('thread.run.in_progress')
  expect(events.at(-1)!.event).toBe(`thread.run.${status}`)
})

test('usage is given or counted, and the run has the sum', async () => {
  const { run, steps } = await talk(
    'script:\n  - tool_calls: [code_interpreter]\n    usage: { prompt_tokens: 100, completion_tokens: 20, cached_tokens: 64, reasoning_tokens: 5 }\n  - message: one two three\n    usage: { prompt_tokens: 200 }',
  )
  expect(steps.map(({ usage }) => usage)).toMatchObject([
    { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, prompt_token_details: { cached_tokens: 64 } },
    { prompt_tokens: 200, completion_tokens: 3, total_tokens: 203 },
  ])
  expect(run.usage).toMatchObject({
    prompt_tokens: 300,
    completion_tokens: 23,
    total_tokens: 323,
    completion_tokens_details: { reasoning_tokens: 5 },
  })
})

test('tokens are counted as a real tokenizer counts them', async () => {
  const text = 'Donaudampfschifffahrtsgesellschaft, 안녕하세요 👩‍👩‍👧‍👦!'
  const { run, texts } = await talk(`tokenizer: o200k_base\nscript:\n  - message: ${JSON.stringify(text)}`)
  const { encode } = await import('gpt-tokenizer/encoding/o200k_base')
  expect(texts).toEqual([text])
  expect(run.usage?.completion_tokens).toBe(encode(text).length)
})

test('literal events stand between the generated ones, with live ids, and are folded into the state', async () => {
  const { events, names } = await listen(`
script:
  - message:
      - Hello
      - events:
          - event: thread.message.delta
            data: { delta: { content: [{ index: 0, type: text, text: { value: " literally" } }] } }
  - events:
      - event: thread.run.failed
        data: { last_error: { code: server_error, message: canned }, failed_at: 1 }`)
  const delta = events.findLast(({ event }) => event === 'thread.message.delta')!
  const message = events.find(({ event }) => event === 'thread.message.completed')!
  expect((delta.data as { id: string }).id).toBe((message.data as { id: string }).id)
  expect(message.data).toMatchObject({ content: [{ text: { value: 'Hello literally' } }] })
  expect(events.at(-1)).toMatchObject({
    event: 'thread.run.failed',
    data: { status: 'failed', last_error: { message: 'canned' } },
  })
  expect(names.filter((name) => name === 'thread.run.completed')).toEqual([])
})

test('a literal event that cannot happen now fails the run and says why', async () => {
  const { run } = await talk(
    'script:\n  - events:\n      - event: thread.message.delta\n        data: { delta: { content: [{ index: 0, type: text, text: { value: x } }] } }',
  )
  expect(run.status).toBe('failed')
  expect(run.last_error).toMatchObject({
    code: 'emulator_script_error',
    message: expect.stringMatching(/^\[run-emulator\].*no message is open/),
  })
})

test('what follows a cancel is scripted too', async () => {
  const { run } = await talk('script:\n  - status: cancelled')
  expect(run.status).toBe('cancelled')
})
