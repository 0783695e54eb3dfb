import type OpenAI from 'openai'
import { createEmulator, type EmulatorOptions } from 'run-emulator'
import { scenario, setUp, textOf, toolOutputs } from '../set_up.ts'

export { createEmulator, scenario, textOf, toolOutputs }

/** A stage, and short words for what most stories do on it. */
export async function stage(options?: EmulatorOptions) {
  const set = await setUp(options)
  const { openai, assistant_id, thread_id } = set
  const { runs, messages } = openai.beta.threads
  const poll = (name: string, more: Partial<OpenAI.Beta.Threads.RunCreateParamsNonStreaming> = {}) =>
    runs.createAndPoll(thread_id, { assistant_id, ...scenario(name), ...more })
  return {
    ...set,
    runs,
    messages,
    poll,
    create: (name: string) => runs.create(thread_id, { assistant_id, ...scenario(name) }),
    stream: (name: string) => runs.stream(thread_id, { assistant_id, ...scenario(name) }),
    read: (run: { id: string }) => runs.retrieve(run.id, { thread_id }),
    cancel: (run: { id: string }) => runs.cancel(run.id, { thread_id }),
    submit: (run: OpenAI.Beta.Threads.Run, tool_outputs = toolOutputs(run)) =>
      runs.submitToolOutputs(run.id, { thread_id, tool_outputs }),
    /** Polls, answering every call, until the run ends. */
    finish: async (name: string) => {
      let run = await poll(name)
      while (run.status === 'requires_action')
        run = await runs.submitToolOutputsAndPoll(run.id, { thread_id, tool_outputs: toolOutputs(run) })
      return run
    },
    texts: async (run: { id: string }) =>
      (await messages.list(thread_id, { run_id: run.id, order: 'asc', limit: 100 })).data.map(textOf),
    steps: async (run: { id: string }) => (await runs.steps.list(run.id, { thread_id, order: 'asc' })).data,
  }
}

/** Lets the emulator do all that is due. */
export async function settle(): Promise<void> {
  for (let n = 0; n < 20; n++) await new Promise((resolve) => setImmediate(resolve))
}
