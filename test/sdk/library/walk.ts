import OpenAI from 'openai'
import { silence } from '../play.ts'
import { createEmulator } from '../../../src/index.ts'

const functions = ['get_current_weather', 'get_current_time', 'find_city', 'search', 'save_report']

export interface Walk {
  /** The run's statuses, in order, as its streams tell them; after a broken stream, as a poll does. */
  statuses: string[]
  /** How the run's create request was refused, if it was. */
  refused?: number
}

/** Plays a shipped scenario as a client does that answers every call, and cancels a run that goes silent. */
export async function walk(name: string): Promise<Walk> {
  await using emulator = createEmulator()
  const openai = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 0 })
  const assistant = await openai.beta.assistants.create({
    model: 'gpt-4o',
    instructions: 'Be brief.',
    tools: functions.map((each) => ({ type: 'function', function: { name: each } })),
  })
  const thread = await openai.beta.threads.create({
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hello?' },
          { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
        ],
      },
    ],
  })
  const statuses: string[] = []
  const { runs } = openai.beta.threads
  let run: OpenAI.Beta.Threads.Run | undefined
  const follow = async (stream: AsyncIterable<OpenAI.Beta.AssistantStreamEvent>) => {
    const events = stream[Symbol.asyncIterator]()
    for (let next = events.next(); ;) {
      const { value, done } = await Promise.race([next, silence().then(() => ({ value: undefined, done: false }))])
      if (done) return
      if (!value) {
        // Nothing has happened for a while, and nothing will: the client loses patience.
        await runs.cancel(run!.id, { thread_id: thread.id })
        continue
      }
      next = events.next()
      if (!isRunEvent(value)) continue
      run = value.data
      if (statuses.at(-1) !== run.status) statuses.push(run.status)
    }
  }
  try {
    await follow(
      await runs.create(thread.id, { assistant_id: assistant.id, metadata: { emulator_scenario: name }, stream: true }),
    )
    while (run?.status === 'requires_action') {
      const tool_outputs = run.required_action!.submit_tool_outputs.tool_calls.map(({ id }) => ({
        tool_call_id: id,
        output: 'ok',
      }))
      await follow(await runs.submitToolOutputs(run.id, { thread_id: thread.id, tool_outputs, stream: true }))
    }
  } catch (error) {
    if (!run) return { statuses, refused: (error as { status: number }).status }
    // The stream broke; the run did not.
    await silence()
    const truth = await runs.retrieve(run.id, { thread_id: thread.id })
    if (statuses.at(-1) !== truth.status) statuses.push(truth.status)
  }
  return { statuses }
}

function isRunEvent(
  event: OpenAI.Beta.AssistantStreamEvent,
): event is OpenAI.Beta.AssistantStreamEvent.ThreadRunCreated {
  return event.event.startsWith('thread.run.') && !event.event.startsWith('thread.run.step.')
}
