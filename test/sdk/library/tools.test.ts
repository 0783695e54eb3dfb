import { expect, test } from 'vitest'
import { settle, stage, toolOutputs } from './stage.ts'

const call = (run: Awaited<ReturnType<Awaited<ReturnType<typeof stage>>['poll']>>) =>
  run.required_action!.submit_tool_outputs.tool_calls

test('text-before-tool-call: a message comes before the call, another after it', async () => {
  const { finish, texts, steps } = await stage()
  const run = await finish('text-before-tool-call')
  expect(await texts(run)).toEqual(['Let me look up the weather in Paris.', 'It is 22 degrees there.'])
  expect((await steps(run)).map(({ type }) => type)).toEqual(['message_creation', 'tool_calls', 'message_creation'])
})

test('many-tool-calls: submitting only some of the outputs is refused, in the words that clients parse', async () => {
  const { poll, submit } = await stage()
  const run = await poll('many-tool-calls')
  expect(call(run)).toHaveLength(10)
  const [first] = toolOutputs(run)
  await expect(submit(run, [first!])).rejects.toThrow(
    `Expected tool outputs for call_ids [${call(run)
      .map(({ id }) => `'${id}'`)
      .join(', ')}], got ['${first!.tool_call_id}']`,
  )
  await expect(submit(run, [first!, first!])).rejects.toThrow(
    `Duplicate call_ids submitted: ['${first!.tool_call_id}', '${first!.tool_call_id}']`,
  )
  expect((await submit(run)).status).toBe('queued')
})

test('alternating-steps: who reads only the first or the last message loses text', async () => {
  const { poll, texts, steps } = await stage()
  const run = await poll('alternating-steps')
  expect(await steps(run)).toHaveLength(12)
  expect(await texts(run)).toHaveLength(6)
})

test('endless-tool-calls: the same call comes eight times', async () => {
  const { finish, steps, poll } = await stage()
  const run = await finish('endless-tool-calls')
  expect((await steps(run)).filter(({ type }) => type === 'tool_calls')).toHaveLength(8)
  expect(call(await poll('endless-tool-calls'))[0]).toMatchObject({
    function: { name: 'search', arguments: '{"query":"again"}' },
  })
})

test('tool-error-apology: the answer depends on what the function said', async () => {
  const { poll, runs, thread_id, texts } = await stage()
  const after = async (output: string) => {
    const run = await poll('tool-error-apology')
    await runs.submitToolOutputsAndPoll(run.id, {
      thread_id,
      tool_outputs: [{ tool_call_id: call(run)[0]!.id, output }],
    })
    return (await texts(run))[0]
  }
  expect(await after('Timeout after 30 s')).toBe('I am sorry, I could not find that out: Timeout after 30 s')
  expect(await after('sunny')).toBe('I have asked, and this is the answer: sunny')
})

test('invented-function: the name was offered by nobody', async () => {
  const { poll, submit } = await stage()
  const run = await poll('invented-function')
  expect(call(run)[0]!.function.name).toBe('multi_tool_use.parallel')
  expect(run.tools.map((tool) => tool.type === 'function' && tool.function.name)).not.toContain(
    'multi_tool_use.parallel',
  )
  expect((await submit(run)).status).toBe('queued')
})

test('malformed-arguments: they cannot be parsed', async () => {
  const run = await (await stage()).poll('malformed-arguments')
  expect(() => JSON.parse(call(run)[0]!.function.arguments)).toThrow(SyntaxError)
})

test('empty-arguments: an empty text, which JSON.parse refuses too', async () => {
  const run = await (await stage()).poll('empty-arguments')
  expect(call(run)[0]!.function.arguments).toBe('')
})

test('large-arguments: what is put together from hundreds of fragments is what the run says', async () => {
  const { stream } = await stage()
  const streamed = stream('large-arguments')
  let fragments = 0
  let whole = ''
  streamed.on('toolCallDelta', (delta) => {
    fragments++
    if (delta.type === 'function') whole += delta.function?.arguments ?? ''
  })
  const run = await streamed.finalRun()
  expect(fragments).toBeGreaterThan(300)
  expect(whole).toBe(call(run)[0]!.function.arguments)
  expect(JSON.parse(whole).body).toContain('Paragraph 60 says "something"')
})

test('slow-after-submit: the answer is not there when submit returns', async () => {
  const { poll, submit, read, texts } = await stage()
  const run = await poll('slow-after-submit')
  expect((await submit(run)).status).toBe('queued')
  expect(await texts(run)).toEqual([])
  const seen = new Set<string>()
  for (let status = ''; status !== 'completed'; await settle()) seen.add((status = (await read(run)).status))
  expect([...seen]).toEqual(['queued', 'in_progress', 'completed'])
  expect(await texts(run)).toEqual(['It is sunny.'])
})

test('code-interpreter-no-output, -image and -error: what the step shows', async () => {
  const { poll, steps, messages, thread_id } = await stage()
  const outputs = async (name: string) => {
    const run = await poll(name)
    return {
      run,
      all: (await steps(run)).flatMap(({ step_details: details }) =>
        details.type === 'tool_calls'
          ? details.tool_calls.flatMap((each) =>
              each.type === 'code_interpreter' ? [each.code_interpreter.outputs] : [],
            )
          : [],
      ),
    }
  }
  expect((await outputs('code-interpreter-no-output')).all).toEqual([[]])
  expect((await outputs('code-interpreter-error')).all).toEqual([
    [{ type: 'logs', logs: expect.stringContaining('ZeroDivisionError') }],
    [{ type: 'logs', logs: '1.0\n' }],
  ])
  const image = await outputs('code-interpreter-image')
  expect(image.all).toEqual([[{ type: 'image', image: { file_id: 'file-EmulatedChart0000000000' } }]])
  const [message] = (await messages.list(thread_id, { run_id: image.run.id })).data
  expect(message!.content).toMatchObject([
    { type: 'image_file' },
    { text: { annotations: [{ type: 'file_path', text: 'sandbox:/mnt/data/chart.png' }] } },
  ])
})

test('file-search-no-results and -duplicates: what the step shows', async () => {
  const { poll, steps } = await stage()
  const files = async (name: string) =>
    (await steps(await poll(name))).flatMap(({ step_details: details }) =>
      details.type === 'tool_calls'
        ? details.tool_calls.flatMap((each) => (each.type === 'file_search' ? (each.file_search.results ?? []) : []))
        : [],
    )
  expect(await files('file-search-no-results')).toEqual([])
  const [one, two, ...more] = await files('file-search-duplicates')
  expect(more).toEqual([])
  expect(two).toEqual(one)
})

test('several-citations: equal markers are cited at their own places', async () => {
  const { poll, messages, thread_id } = await stage()
  const run = await poll('several-citations')
  const [content] = (await messages.list(thread_id, { run_id: run.id })).data[0]!.content
  if (content?.type !== 'text') throw new Error('no text')
  const { value, annotations } = content.text
  expect(annotations.map(({ start_index, end_index }) => [...value].slice(start_index, end_index).join(''))).toEqual([
    '【4:0†foods.txt】',
    '【4:1†drinks.txt】',
    '【4:0†foods.txt】',
  ])
  const ids = annotations.map((each) => (each.type === 'file_citation' ? each.file_citation.file_id : ''))
  expect(ids[0]).toBe(ids[2])
  expect(ids[0]).not.toBe(ids[1])
})

test('mixed-tools: code and a function share a step, and only the function waits', async () => {
  const { poll, steps, submit } = await stage()
  const run = await poll('mixed-tools')
  expect(call(run)).toHaveLength(1)
  await submit(run)
  await settle()
  const [step] = await steps(run)
  expect(step!.step_details).toMatchObject({
    tool_calls: [{ type: 'code_interpreter' }, { type: 'function', function: { output: '22 degrees' } }],
  })
})
