import OpenAI from 'openai'
import type { AssistantStream } from 'openai/lib/AssistantStream'
import { expect } from 'vitest'
import { asRead, withoutDeltaKeys } from '../sdk/recorded_differences.ts'
import { Told, type View } from '../sdk/views.ts'
import { isEnded } from './model.ts'

/** One stream, followed in the background as the official client does. */
export class Watcher {
  readonly told = new Told()
  steps: OpenAI.Beta.Threads.Runs.RunStep[] = []
  /** Why the stream broke off or was refused. */
  error: unknown
  ended = false
  readonly #stream: AssistantStream

  constructor(stream: AssistantStream) {
    this.#stream = stream
    void this.#follow()
  }

  async #follow(): Promise<void> {
    try {
      await this.told.follow(this.#stream)
      this.steps = await this.#stream.finalRunSteps()
    } catch (error) {
      this.error = error
    }
    this.ended = true
  }

  abort(): void {
    this.#stream.abort()
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Until nobody has been told anything for some turns of the event loop. */
export async function quiet(watchers: readonly Watcher[], turns = 8): Promise<void> {
  const heard = () => watchers.reduce((sum, { told, ended }) => sum + told.names.length + Number(ended), 0)
  for (let still = 0, before = heard(); still < turns; still++) {
    await turn()
    if (heard() !== before) still = 0
    before = heard()
  }
}

/** All that a stream that has ended told is what a read shows, but for the recorded differences, and for messages `touched` since. */
export function expectSame({ told, steps }: Watcher, read: View, touched: ReadonlySet<string>): void {
  const ended = isEnded(read.run.status)
  expect(asRead(told.run!, ended), 'the run, streamed').toEqual(read.run)
  const shown = new Map(read.steps.map((step) => [step.id, step]))
  // What was pieced together from deltas has their places in arrays, and a function's output only once there is one.
  for (const step of steps) expect(asWhole(asRead(step, ended))).toEqual(asWhole(shown.get(step.id)))
  const contents = new Map(told.pieced.map(({ id, content }) => [id, withoutDeltaKeys(content)]))
  for (const message of told.messages.values()) {
    if (touched.has(message.id)) continue
    const listed = read.messages.find(({ id }) => id === message.id)
    expect(asRead(message, ended), 'a message, streamed').toEqual(listed)
    expect(contents.get(message.id), 'a message, pieced together').toEqual(listed!.content)
  }
}

function asWhole(value: unknown): unknown {
  return JSON.parse(JSON.stringify(withoutDeltaKeys(value), (_, each: unknown) => (each === null ? undefined : each)))
}
