import { describe, expect, test } from 'vitest'
import { helperEvents, majors, type Stream } from './majors.ts'
import { withoutDeltaKeys } from './recorded_differences.ts'
import { setUp, toolOutputs } from './set_up.ts'

const outputs = [{ logs: '14\n' }, { image: { file_id: 'file-chart' } }]
const citation = { file_citation: { text: '【4:0†sales.txt】', file_id: 'file-sales' } }
// A call that is the first of a second step is not told of as created by majors 4 and 6: one step with calls a stream.
const everything = {
  script: [
    { tool_calls: [{ function: 'find_city' }, { function: 'get_current_weather' }] },
    { tool_calls: [{ code_interpreter: { input: 'plot(sales)', outputs } }] },
    {
      message: [
        { text: 'Sales rose【4:0†sales.txt】.', annotations: [citation] },
        { image_file: { file_id: 'file-chart' } },
        'It is warm.',
      ],
    },
  ],
}

interface Done {
  id: string
}

/** Listens to the helpers of one run's streams, one after the other. */
class Listener {
  /** What they told, deltas apart. */
  told: string[] = []
  /** What they said is done, by its id, as it was last. */
  readonly done: Record<string, Map<string, Done>> = {
    messageDone: new Map(),
    runStepDone: new Map(),
    toolCallDone: new Map(),
  }

  listen(stream: Stream): Stream {
    this.told = []
    for (const event of helperEvents)
      stream.on(event, (value: Done) => {
        if (!event.endsWith('Delta')) this.told.push(event)
        this.done[event]?.set(value.id, structuredClone(value))
      })
    return stream
  }

  all(event: string): unknown {
    return withoutDeltaKeys([...this.done[event]!.values()])
  }
}

describe.each(majors)('the stream helper of openai %i', (_, make) => {
  const start = async () => {
    const { emulator, openai, ...place } = await setUp({ scenarios: { everything } })
    const { thread_id } = place
    const { runs, messages } = openai.beta.threads
    const steps = async (run: string) => (await runs.steps.list(run, { thread_id, order: 'asc' })).data
    const written = async (run_id: string) => (await messages.list(thread_id, { run_id })).data
    const run = (id: string) => runs.retrieve(id, { thread_id })
    return { client: make(emulator, place), listener: new Listener(), run, steps, written }
  }

  test('tells of everything in order, and what it says is done is what is then retrieved', async () => {
    const { client, listener, run, steps, written } = await start()
    const { id } = await listener.listen(client.stream('everything')).finalRun()
    expect(listener.told).toEqual([
      ...['runStepCreated', 'toolCallCreated', 'toolCallDone', 'toolCallCreated', 'toolCallDone', 'end'],
    ])
    expect((await steps(id)).map(({ step_details }) => step_details)).toEqual([
      { type: 'tool_calls', tool_calls: listener.all('toolCallDone') },
    ])

    await listener.listen(client.submitStream(id, toolOutputs(await run(id)))).finalRun()
    expect(listener.told).toEqual([
      ...['runStepDone', 'runStepCreated', 'toolCallCreated', 'toolCallDone', 'runStepDone', 'runStepCreated'],
      ...['messageCreated', 'textCreated', 'textDone', 'textCreated', 'imageFileDone', 'textDone', 'messageDone'],
      ...['runStepDone', 'end'],
    ])
    const ended = await steps(id)
    expect(listener.all('runStepDone')).toMatchObject(
      ended.map(({ id, status, step_details, usage }) => ({ id, status, step_details, usage })),
    )
    expect(listener.all('toolCallDone')).toContainEqual(
      (ended[1]!.step_details as { tool_calls: Done[] }).tool_calls[0],
    )
    expect(listener.all('messageDone')).toMatchObject(await written(id))
  })

  test('tells that it was aborted, and nothing after that', async () => {
    const { client, listener } = await start()
    const stream = listener.listen(client.stream('slow'))
    stream.on('textDelta', () => stream.abort())
    await expect(stream.finalRun()).rejects.toThrow('Request was aborted.')
    expect(listener.told).toEqual(['runStepCreated', 'messageCreated', 'textCreated', 'abort', 'end'])
  })
})
