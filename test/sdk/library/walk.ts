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
    const leave = () => (stream as { controller?: AbortController }).controller?.abort()
    const over = whenSilent([() => run && runs.cancel(run.id, { thread_id: thread.id }), leave])
    try {
      for await (const event of stream) {
        over.heard()
        if (!isRunEvent(event)) continue
        run = event.data
        if (statuses.at(-1) !== run.status) statuses.push(run.status)
      }
    } finally {
      over.stop()
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
    if (error instanceof OpenAI.APIError && error.status !== undefined && !run)
      return { statuses, refused: error.status }
    // Otherwise the connection broke; the run did not.
  }
  if (!ended.includes(statuses.at(-1) ?? '')) {
    await silence()
    run ??= (await runs.list(thread.id)).data[0]!
    const truth = await runs.retrieve(run.id, { thread_id: thread.id })
    if (statuses.at(-1) !== truth.status) statuses.push(truth.status)
  }
  return { statuses }
}

const ended = ['completed', 'incomplete', 'failed', 'cancelled', 'expired']

function isRunEvent(
  event: OpenAI.Beta.AssistantStreamEvent,
): event is OpenAI.Beta.AssistantStreamEvent.ThreadRunCreated {
  return event.event.startsWith('thread.run.') && !event.event.startsWith('thread.run.step.') && 'status' in event.data
}

/** Does one thing after the other, each when nothing has been heard for thousands of turns: the client loses patience. */
function whenSilent(losing: (() => unknown)[]) {
  let quiet = 0
  let stopped = false
  const turn = async () => {
    for (const lose of losing) {
      for (quiet = 0; quiet < 3000 && !stopped; quiet++) await new Promise((resolve) => setImmediate(resolve))
      if (stopped) return
      await Promise.resolve(lose()).catch(() => {})
    }
  }
  void turn()
  return { heard: () => void (quiet = 0), stop: () => void (stopped = true) }
}
