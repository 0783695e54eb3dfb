import OpenAI from 'openai'
import type { AssistantStream } from 'openai/lib/AssistantStream'
import type { Emulator } from 'run-emulator'
import { scenario, toolOutputs } from './set_up.ts'
import { Told } from './views.ts'

/** What an application does with the runs that would not end by themselves; all others it just follows, answering every call. */
const interventions: Record<string, 'cancels' | 'never answers' | undefined> = {
  slow: 'cancels',
  'busy-thread': 'cancels',
  'cancels-slowly': 'cancels',
  'completes-although-cancelled': 'cancels',
  'expires-while-cancelling': 'cancels',
  'stays-queued': 'cancels',
  expires: 'never answers',
}

export interface Stage {
  emulator: Emulator
  openai: OpenAI
  assistant_id: string
  thread_id: string
}

type Run = OpenAI.Beta.Threads.Run

/** Called when a stream has ended, with all that has been told so far. */
export type AfterStream = (told: Told, run: Run) => unknown

/** Plays a scenario by name to its end, streamed; undefined if there never was a run. */
export async function playStreamed(
  stage: Stage,
  name: string,
  after: AfterStream = () => {},
): Promise<Run | undefined> {
  const { openai, assistant_id, thread_id } = stage
  const { runs } = openai.beta.threads
  const told = new Told()
  const first = runs.stream(thread_id, { assistant_id, ...scenario(name) })
  if (interventions[name] === 'cancels') onSilence(first, (run_id) => runs.cancel(run_id, { thread_id }))
  let run = await told.follow(first).catch(refusedOr(told))
  while (run) {
    await after(told, run)
    if (run.status !== 'requires_action' || interventions[name] === 'never answers') break
    run = await told.follow(runs.submitToolOutputsStream(run.id, { thread_id, tool_outputs: toolOutputs(run) }))
  }
  return told.run && settled(stage, told.run)
}

/** A request that is refused and a stream that breaks are part of the game; nothing else is. */
function refusedOr(told: Told) {
  return (error: unknown): undefined => {
    const refused = error instanceof OpenAI.APIError && error.status !== undefined
    const broken = told.run && error instanceof Error && error.message === 'terminated'
    if (!refused && !broken) throw error
  }
}

/** The same, polled. */
export async function playPolled(stage: Stage, name: string): Promise<Run | undefined> {
  const { openai, assistant_id, thread_id } = stage
  const { runs } = openai.beta.threads
  const body = { assistant_id, ...scenario(name) }
  const created = await runs.create(thread_id, body).catch(refusedOr(new Told()))
  if (!created) return undefined
  if (interventions[name] === 'cancels') {
    await runs.retrieve(created.id, { thread_id })
    await runs.cancel(created.id, { thread_id })
  }
  let run = await runs.poll(created.id, { thread_id })
  while (run.status === 'requires_action' && interventions[name] !== 'never answers')
    run = await runs.submitToolOutputsAndPoll(run.id, { thread_id, tool_outputs: toolOutputs(run) })
  return settled(stage, run)
}

/** Lets a run that nobody answers expire, and one whose stream broke go on. */
async function settled({ emulator, openai }: Stage, run: Run): Promise<Run> {
  const { thread_id } = run
  if (run.status === 'requires_action') await emulator.clock.advance({ until: { run: run.id, status: 'expired' } })
  return openai.beta.threads.runs.poll(run.id, { thread_id })
}

/** Does something about a run, once, when its stream has gone silent. */
function onSilence(stream: AssistantStream, react: (run_id: string) => unknown): void {
  let heard = 0
  let reacted = false
  stream.on('event', async () => {
    const mine = ++heard
    await silence()
    if (mine !== heard || reacted) return
    reacted = true
    react(stream.currentRun()!.id)
  })
}

/** Many turns of the event loop: under the skip clock all that is going to happen has happened by then. */
export async function silence(turns = 100): Promise<void> {
  for (let n = 0; n < turns; n++) await new Promise((resolve) => setImmediate(resolve))
}
