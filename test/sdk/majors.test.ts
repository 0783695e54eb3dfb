import { describe, expect, test } from 'vitest'
import { majors, type Run, textsOf } from './majors.ts'
import { callFunction, setUp } from './set_up.ts'

const outputs = ({ required_action }: Run) =>
  required_action!.submit_tool_outputs.tool_calls.map(({ id, function: { name } }) => ({
    tool_call_id: id,
    output: callFunction(name),
  }))

describe.each(majors)('openai %i', (major, make) => {
  const start = async () => {
    const { emulator, thread_id, assistant_id } = await setUp()
    return { emulator, client: make(emulator, { thread_id, assistant_id }) }
  }

  test('hello', async () => {
    const { client } = await start()
    const polled = await client.createAndPoll('hello')
    const stream = client.stream('hello')
    let text = ''
    stream.on('textDelta', ({ value }) => (text += value))
    const streamed = await stream.finalRun()

    expect([polled.status, streamed.status]).toEqual(['completed', 'completed'])
    expect(text).toBe('Hello! How can I help you today?')
    expect(textsOf(await stream.finalMessages())).toEqual([text])
    expect(await client.texts(polled.id)).toEqual([text])
  })

  test('tool-call', async () => {
    const { client } = await start()
    const asked = await client.createAndPoll('tool-call')
    const polled = await client.submitAndPoll(asked.id, outputs(asked))
    const question = await client.stream('tool-call').finalRun()
    const names: string[] = []
    const answer = client.submitStream(question.id, outputs(question))
    answer.on('event', ({ event }) => names.push(event))
    const streamed = await answer.finalRun()

    expect([asked.status, polled.status]).toEqual(['requires_action', 'completed'])
    expect([question.status, streamed.status]).toEqual(['requires_action', 'completed'])
    expect(names[0]).toBe('thread.run.step.completed')
    expect(await client.texts(streamed.id)).toEqual(['It is 22 degrees and sunny in Paris.'])
  })

  test('two-rounds', async () => {
    const { client } = await start()
    let polled = await client.createAndPoll('two-rounds')
    while (polled.status === 'requires_action') polled = await client.submitAndPoll(polled.id, outputs(polled))
    let streamed = await client.stream('two-rounds').finalRun()
    while (streamed.status === 'requires_action')
      streamed = await client.submitStream(streamed.id, outputs(streamed)).finalRun()

    for (const { id, status } of [polled, streamed]) {
      expect(status).toBe('completed')
      expect((await client.steps(id)).map(({ type }) => type)).toEqual(['tool_calls', 'tool_calls', 'message_creation'])
    }
  })

  test('expires', async () => {
    const { emulator, client } = await start()
    const asked = await client.stream('expires').finalRun()
    await emulator.clock.advance('10m')

    expect((await client.retrieve(asked.id)).status).toBe('expired')
    await expect(client.submitAndPoll(asked.id, outputs(asked))).rejects.toThrow(
      '400 Runs in status "expired" do not accept tool outputs.',
    )
    expect((await client.steps(asked.id)).map(({ status }) => status)).toEqual(['expired'])
  })

  test('slow, cancelled at its third delta', async () => {
    const { client } = await start()
    const stream = client.stream('slow')
    let deltas = 0
    const cancels: Promise<Run>[] = []
    stream.on('textDelta', () => {
      if (++deltas === 3) cancels.push(client.cancel(stream.currentRun()!.id))
    })

    const run = await stream.finalRun()
    expect(run.status).toBe('cancelled')
    expect((await Promise.all(cancels)).map(({ status }) => status)).toEqual(['cancelling'])
    await expect(client.cancel(run.id)).rejects.toThrow("400 Cannot cancel run with status 'cancelled'.")
  })

  test('max-completion-tokens: the stream helper of major 4 does not know that incomplete is an end', async () => {
    const { client } = await start()
    const polled = await client.createAndPoll('max-completion-tokens')
    const names: string[] = []
    const stream = client.stream('max-completion-tokens')
    stream.on('event', ({ event }) => names.push(event))

    if (major === 4) await expect(stream.finalRun()).rejects.toThrow('Final run has not been received')
    else expect((await stream.finalRun()).incomplete_details).toEqual({ reason: 'max_completion_tokens' })
    expect([polled.status, polled.incomplete_details]).toEqual(['incomplete', { reason: 'max_completion_tokens' }])
    expect(names.at(-1)).toBe('thread.run.incomplete')
  })
})
