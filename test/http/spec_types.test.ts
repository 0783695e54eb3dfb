import type OpenAI from 'openai'
import type OpenAI7 from 'openai7'
import { expect, it } from 'vitest'
import type { Assistant, Message, Run, RunStep, Thread } from '../../src/run/objects.ts'
import { specAssistant, specRun, specStep } from '../../src/http/render_spec.ts'

/**
 * The compiler proves here that the official client's types accept what the profile `spec` shows (decisions 16). Words that a scenario
 * may choose freely (an error's code, a reason, a model's name for its ranker) are left open.
 */
type Opened<T> = T extends (infer Item)[]
  ? Opened<Item>[]
  : T extends object
    ? { [Key in keyof T]: Key extends Open ? T[Key] | string : Opened<T[Key]> }
    : T
type Open = 'code' | 'reason' | 'ranker' | 'detail'

declare const assistant: Assistant
declare const run: Run
declare const step: RunStep
declare const message: Message
declare const thread: Thread

const accepted = () => {
  const ours = { assistant: specAssistant(assistant), run: specRun(run), step: specStep(step), message, thread }
  ours satisfies {
    assistant: Opened<OpenAI.Beta.Assistant>
    run: Opened<OpenAI.Beta.Threads.Run>
    step: Opened<OpenAI.Beta.Threads.Runs.RunStep>
    message: Opened<OpenAI.Beta.Threads.Message>
    thread: Opened<OpenAI.Beta.Thread>
  }
  ours satisfies {
    assistant: Opened<OpenAI7.Beta.Assistant>
    run: Opened<OpenAI7.Beta.Threads.Run>
    step: Opened<OpenAI7.Beta.Threads.Runs.RunStep>
    message: Opened<OpenAI7.Beta.Threads.Message>
    thread: Opened<OpenAI7.Beta.Thread>
  }
  return ours
}

it('the types of the official client accept the profile spec', () => {
  expect(accepted).toBeTypeOf('function')
})
