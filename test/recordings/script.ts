import { type Exchange, objectsIn, type Recorded } from './recording.ts'

type Line = Record<string, unknown>

interface Usage {
  prompt_tokens: number
  completion_tokens: number
}
interface Step extends Recorded {
  step_details: { message_creation?: { message_id: string }; tool_calls?: Call[] }
  usage: Usage | null
}
interface Message extends Recorded {
  content: { text: { value: string; annotations: Annotation[] } }[]
}
interface Annotation {
  type: 'file_citation' | 'file_path'
  text: string
}
type Call =
  | { type: 'function'; function: { name: string; arguments: string } }
  | { type: 'code_interpreter'; code_interpreter: { input: string; outputs: Line[] } }
  | { type: 'file_search'; file_search: { results: Result[] } }
interface Result {
  file_name: string
  score: number
  content?: { text: string }[]
}
interface Run extends Recorded {
  status: string
  model: string
  usage: Usage | null
  incomplete_details: Line | null
  last_error: Line | null
}

/** All that a recording shows of one run. */
interface Shown {
  steps: Step[]
  messages: Map<string, Message>
  run: Run | undefined
}

/**
 * The script of a scenario that does what a recorded run did, from all that the recording shows of it. Each line takes a second, so
 * that a clock that is moved by hand can stop between any two. Files go by their names: their ids are not the recorded ones.
 */
export function scenarioOf(run: string, exchanges: Exchange[]): { script: Line[]; tokenizer: string } {
  const shown = shownOf(run, exchanges)
  const lines = [{ status: 'in_progress' }, ...linesOf(shown)]
  return {
    script: lines.map((line) => ('hold' in line ? line : { after: '1s', ...line })),
    tokenizer: /^(?:gpt-4o|gpt-4\.1|gpt-5|o\d)/.test(shown.run?.model ?? '') ? 'o200k_base' : 'cl100k_base',
  }
}

/** Of each object the last version: streams tell them as they come, reads show them as they are. */
function shownOf(id: string, exchanges: Exchange[]): Shown {
  const objects = exchanges.flatMap(({ response }) => objectsIn(response.body))
  const last = <T extends Recorded>(object: string) => {
    const own = objects.filter((each) => each.object === object && each.run_id === id) as T[]
    return new Map(own.map((each) => [each.id, each]))
  }
  return {
    steps: [...last<Step>('thread.run.step').values()].sort((a, b) => Number(a.created_at) - Number(b.created_at)),
    messages: last<Message>('thread.message'),
    run: objects.findLast((each) => each.id === id) as Run | undefined,
  }
}

function linesOf({ steps, messages, run }: Shown): Line[] {
  const lines = steps.map((step) => lineOf(step, messages))
  // Who only read the messages has not seen which steps made them: the last one takes the whole usage.
  if (steps.length === 0) {
    for (const message of messages.values()) lines.push({ message: contentOf(message) })
    if (run?.usage && lines.length > 0) Object.assign(lines.at(-1)!, usageOf(run.usage))
  }
  switch (run?.status) {
    case 'completed':
    case 'requires_action':
      return lines
    case 'incomplete':
    case 'failed':
    case 'cancelled':
    case 'expired': {
      const { status, incomplete_details, last_error } = run
      const end = { status, ...(incomplete_details && { incomplete_details }), ...(last_error && { last_error }) }
      const { message } = lines.at(-1) ?? {}
      // What ends a run in the middle of its message stands in the message.
      if (!Array.isArray(message)) return [...lines, end]
      message.push(end)
      return lines
    }
    default:
      return [...lines, { hold: true }]
  }
}

function lineOf({ step_details, usage }: Step, messages: Map<string, Message>): Line {
  const { message_creation, tool_calls = [] } = step_details
  const line = message_creation
    ? { message: contentOf(messages.get(message_creation.message_id)) }
    : { tool_calls: tool_calls.map(callOf) }
  return { ...line, ...(usage && usageOf(usage)) }
}

function contentOf(message: Message | undefined): Line[] {
  return (message?.content ?? []).map(({ text: { value, annotations } }) => ({
    text: value,
    annotations: annotations.map(({ type, text }) => ({ [type]: { text } })),
  }))
}

function callOf(call: Call): Line {
  switch (call.type) {
    case 'function':
      return { function: { name: call.function.name, arguments: call.function.arguments } }
    case 'code_interpreter':
      return { code_interpreter: call.code_interpreter }
    case 'file_search': {
      const results = call.file_search.results.map(({ file_name, score, content }) => {
        const text = content?.map((part) => part.text).join('')
        return { file_name, score, ...(text !== undefined && { text }) }
      })
      return { file_search: { results } }
    }
  }
}

function usageOf({ prompt_tokens, completion_tokens }: Usage): Line {
  return { usage: { prompt_tokens, completion_tokens } }
}
