import type OpenAI from 'openai'
import { expect } from 'vitest'
import { asRead, withoutDeltaKeys } from './recorded_differences.ts'

type Run = OpenAI.Beta.Threads.Run
type Message = OpenAI.Beta.Threads.Message
type Step = OpenAI.Beta.Threads.Runs.RunStep
type Stream = ReturnType<OpenAI['beta']['threads']['runs']['stream']>

/** A run with its messages and steps, oldest first. */
export interface View {
  run: Run
  messages: Message[]
  steps: Step[]
}

/** What who polls gets to see. */
export async function readView(openai: OpenAI, { id, thread_id }: { id: string; thread_id: string }): Promise<View> {
  const [run, messages, steps] = await Promise.all([
    openai.beta.threads.runs.retrieve(id, { thread_id }),
    openai.beta.threads.messages.list(thread_id, { run_id: id, order: 'asc', limit: 100 }),
    openai.beta.threads.runs.steps.list(id, { thread_id, order: 'asc', limit: 100 }),
  ])
  return { run, messages: messages.data, steps: steps.data }
}

/** What who streams gets to see: of each object the last that was told, over all streams of a run. */
export class Told {
  run: Run | undefined
  readonly messages = new Map<string, Message>()
  readonly steps = new Map<string, Step>()
  readonly names: string[] = []
  /** What the client pieced together from the deltas of each stream. */
  readonly pieced: Message[] = []

  /** Listens to a stream to its end; rejects as its `finalRun` does. */
  async follow(stream: Stream): Promise<Run> {
    stream.on('event', ({ event, data }) => {
      this.names.push(event)
      if ('object' in data && data.object === 'thread.run') this.run = data
      if ('object' in data && data.object === 'thread.run.step') this.steps.set(data.id, data)
      if ('object' in data && data.object === 'thread.message') this.messages.set(data.id, data)
    })
    const run = await stream.finalRun()
    this.pieced.push(...(await stream.finalMessages()))
    return run
  }

  get view(): View {
    return { run: this.run!, messages: [...this.messages.values()], steps: [...this.steps.values()] }
  }
}

/** Both ways of watching a run show the same, but for the recorded differences. */
export function expectAgreement(told: Told, read: View): void {
  const ended = !['queued', 'in_progress', 'requires_action', 'cancelling'].includes(read.run.status)
  const { run, messages, steps } = told.view
  const seen: View = {
    run: asRead(run, ended),
    messages: messages.map((message) => asRead(message, ended)),
    // Between two rounds a stream has told the calls in deltas only.
    steps: steps.map((step) => (ended ? asRead(step, ended) : { ...read.steps.find(({ id }) => id === step.id)! })),
  }
  expect(seen).toEqual(read)
  expect(JSON.stringify(seen)).toBe(JSON.stringify(read))
  const contents = (list: Message[]) => list.map(({ id, content }) => ({ id, content }))
  expect(withoutDeltaKeys(contents(told.pieced))).toEqual(contents(read.messages))
}
