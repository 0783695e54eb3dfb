import { isTerminal } from '../run/lifecycle.ts'
import type { Event } from '../run/events.ts'
import type { Assistant, Message, Run, RunStep, Thread } from '../run/objects.ts'
import { type FileRenderer, recordedFiles, specFiles } from './render_files.ts'
import { specAssistant, specRun, specStep } from './render_spec.ts'

/**
 * What an endpoint or a stream shows of a stored object. `recorded` is the wire as it was recorded, `spec` what the OpenAPI document
 * says; here and in `render_spec.ts` alone they differ. `tool_resources`, for one: see protocol.md §2.2 and §2.5.
 */
export type Profile = 'recorded' | 'spec'

export interface Renderer {
  assistant(assistant: Assistant): object
  run(run: Run): object
  step(step: RunStep, run: Run, options?: { content?: boolean }): object
  message(message: Message): object
  modifiedMessage(message: Message): object
  thread(thread: Thread): object
  retrievedThread(thread: Thread): object
  files: FileRenderer
  /** The data of a stream's event. */
  event(event: Event, options?: { content?: boolean }): unknown
}

const emptyResources = { code_interpreter: { file_ids: [] } }

export const recorded: Renderer = {
  files: recordedFiles,
  assistant: (assistant) => assistant,
  run: (run) => run,
  // The step's expiry goes when its run has ended, wherever it was read before (protocol.md §2.3).
  step: (step, run, options) => ({
    ...shownResults(step, options),
    expires_at: isTerminal(run.status) ? null : step.expires_at,
  }),
  // JSON leaves out what is undefined.
  message: (message) => ({
    ...message,
    status: undefined,
    incomplete_details: undefined,
    incomplete_at: undefined,
    completed_at: undefined,
  }),
  modifiedMessage: ({ attachments: _, metadata, ...message }) => ({
    ...(recorded.message(message as Message) as Message),
    file_ids: [],
    metadata,
  }),
  thread: (thread) => thread,
  retrievedThread: (thread) => ({ ...thread, tool_resources: { ...emptyResources, ...thread.tool_resources } }),
  event: ({ event, data }, options) => {
    if (event === 'thread.message.delta') return data
    if (event === 'thread.created') return recorded.retrievedThread(data)
    if (isStep(event)) return shownResults(data as RunStep, options)
    if (isRun(event)) return { ...(data as Run), tool_resources: emptyResources }
    return data
  },
}

export const spec: Renderer = {
  files: specFiles,
  assistant: specAssistant,
  run: specRun,
  step: (step, _run, options) => specStep(shownResults(step, options)),
  message: (message) => message,
  modifiedMessage: (message) => message,
  thread: (thread) => thread,
  retrievedThread: (thread) => thread,
  event: ({ event, data }, options) => {
    if (isStep(event)) return specStep(shownResults(data as RunStep, options))
    if (isRun(event)) return specRun(data as Run)
    return data
  },
}

export const renderers: Record<Profile, Renderer> = { recorded, spec }

function isRun(event: string): boolean {
  return event.startsWith('thread.run.') && !event.startsWith('thread.run.step.')
}

function isStep(event: string): boolean {
  return event.startsWith('thread.run.step.') && event !== 'thread.run.step.delta'
}

/** The text of search results is shown only if asked for with `include[]`. */
function shownResults(step: RunStep, { content = false } = {}): RunStep {
  const { step_details: details } = step
  if (content || details.type !== 'tool_calls' || !details.tool_calls.some(({ type }) => type === 'file_search'))
    return step
  const tool_calls = details.tool_calls.map((call) =>
    call.type === 'file_search'
      ? {
          ...call,
          file_search: {
            ...call.file_search,
            results: call.file_search.results?.map(({ content: _, ...result }) => result) ?? [],
          },
        }
      : call,
  )
  return { ...step, step_details: { type: 'tool_calls', tool_calls } }
}
