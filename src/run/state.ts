import type { ContentDelta, Event, StepDeltaEvent, ToolCallDelta } from './events.ts'
import type { CodeOutput, Message, MessageContent, Run, RunStep, ToolCall } from './objects.ts'

/**
 * A run as its events so far tell it. `message` is the one being written, if any, as it began, and `content` what it says so far: apart,
 * because it grows with every delta. A closed one lives on in its thread.
 */
export interface RunState {
  run: Run
  steps: RunStep[]
  message: Message | null
  content: MessageContent[]
  /** The id of the message that was closed last. */
  closed: string | null
}

export function newState(run: Run): RunState {
  return { run, steps: [], message: null, content: [], closed: null }
}

/** The message that is being written, as far as it is written. */
export function written({ message, content }: RunState): Message | null {
  return message && { ...message, content }
}

/** Folds one event in, as the official client does: snapshots replace, deltas are merged into the snapshot of their id. */
export function fold(state: RunState, event: Event): RunState {
  // The new state is spelled out: a copy by spreading takes five times as long, and every event makes one.
  const { run, steps, message, content, closed } = state
  switch (event.event) {
    case 'thread.created':
    case 'error':
      return state
    case 'thread.message.created':
    case 'thread.message.in_progress':
      return { run, steps, message: event.data, content: event.data.content, closed }
    case 'thread.message.delta':
      if (message?.id !== event.data.id) return state
      return { run, steps, message, content: event.data.delta.content.reduce(mergeContent, content), closed }
    case 'thread.message.completed':
    case 'thread.message.incomplete':
      return { run, steps, message: null, content: [], closed: event.data.id }
    case 'thread.run.step.delta':
      return { run, steps: steps.map((step) => mergeStep(step, event.data)), message, content, closed }
    case 'thread.run.step.created':
    case 'thread.run.step.in_progress':
    case 'thread.run.step.completed':
    case 'thread.run.step.failed':
    case 'thread.run.step.cancelled':
    case 'thread.run.step.expired':
      return { run, steps: replaceStep(steps, event.data), message, content, closed }
    default:
      return { run: event.data, steps, message, content, closed }
  }
}

function replaceStep(steps: RunStep[], step: RunStep): RunStep[] {
  const at = steps.findIndex(({ id }) => id === step.id)
  return at < 0 ? [...steps, step] : steps.with(at, step)
}

function mergeContent(content: MessageContent[], delta: ContentDelta): MessageContent[] {
  const before = content[delta.index]
  const merged = mergeBlock(before, delta)
  return before ? content.with(delta.index, merged) : [...content, merged]
}

function mergeBlock(before: MessageContent | undefined, delta: ContentDelta): MessageContent {
  if (delta.type === 'text') {
    const old = before?.type === 'text' ? before.text : { value: '', annotations: [] }
    const fresh = delta.text.annotations?.map(({ index: _, ...annotation }) => withoutQuote(annotation))
    return {
      type: 'text',
      text: {
        value: old.value + delta.text.value,
        annotations: fresh?.length ? [...old.annotations, ...fresh] : old.annotations,
      },
    }
  }
  if (delta.type === 'refusal') {
    return { type: 'refusal', refusal: (before?.type === 'refusal' ? before.refusal : '') + delta.refusal }
  }
  const { index: _, ...image } = delta
  return image
}

// The finished annotation has no `quote`, the delta's has an empty one (protocol.md §5.4).
function withoutQuote<A extends MessageContentAnnotation>(annotation: A): A {
  if (annotation.type !== 'file_citation') return annotation
  return { ...annotation, file_citation: { file_id: annotation.file_citation.file_id } }
}
type MessageContentAnnotation = Extract<MessageContent, { type: 'text' }>['text']['annotations'][number]

function mergeStep(step: RunStep, { id, delta }: StepDeltaEvent['data']): RunStep {
  if (step.id !== id || step.step_details.type !== 'tool_calls') return step
  const tool_calls = delta.step_details.tool_calls.reduce((calls, delta) => {
    const before = calls[delta.index]
    return before ? calls.with(delta.index, mergeCall(before, delta)) : [...calls, openCall(delta)]
  }, step.step_details.tool_calls)
  return { ...step, step_details: { type: 'tool_calls', tool_calls } }
}

function openCall(delta: ToolCallDelta): ToolCall {
  const id = delta.id ?? ''
  if (delta.type === 'function') {
    return {
      id,
      type: 'function',
      function: {
        name: delta.function.name ?? '',
        arguments: delta.function.arguments ?? '',
        output: delta.function.output ?? null,
      },
    }
  }
  if (delta.type === 'code_interpreter') {
    const { input = '', outputs = [] } = delta.code_interpreter
    return { id, type: 'code_interpreter', code_interpreter: { input, outputs: outputs.reduce(mergeOutput, []) } }
  }
  return { id, type: 'file_search', file_search: delta.file_search }
}

function mergeCall(call: ToolCall, delta: ToolCallDelta): ToolCall {
  if (call.type === 'function' && delta.type === 'function') {
    const { name, arguments: args, output: before } = call.function
    const output = delta.function.output == null ? before : (before ?? '') + delta.function.output
    return { ...call, function: { name, arguments: args + (delta.function.arguments ?? ''), output } }
  }
  if (call.type === 'code_interpreter' && delta.type === 'code_interpreter') {
    const { input, outputs: before } = call.code_interpreter
    const { input: more = '', outputs = [] } = delta.code_interpreter
    return { ...call, code_interpreter: { input: input + more, outputs: outputs.reduce(mergeOutput, before) } }
  }
  return call
}

function mergeOutput(outputs: CodeOutput[], { index, ...fresh }: CodeOutput & { index: number }): CodeOutput[] {
  const before = outputs[index]
  if (!before) return [...outputs, fresh]
  const logs = before.type === 'logs' && fresh.type === 'logs' ? { logs: before.logs + fresh.logs } : {}
  return outputs.with(index, { ...fresh, ...logs })
}
