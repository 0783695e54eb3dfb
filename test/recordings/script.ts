import { type Exchange, objectsIn, oldestFirst, type Recorded } from './recording.ts'

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
  content: Part[]
}
interface Part {
  type: string
  text?: { value: string; annotations: Annotation[] }
  [key: string]: unknown
}
interface Annotation {
  type: 'file_citation' | 'file_path'
  text: string
}
type Call =
  | { id?: string; type: 'function'; function: { name: string; arguments: string; output?: string | null } }
  | { id?: string; type: 'code_interpreter'; code_interpreter: { input: string; outputs: Output[] } }
  | { id?: string; type: 'file_search'; file_search: { results?: Result[] } }
type Output = { type: 'logs'; logs: string } | { type: 'image'; image: { file_id: string } }
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
  required_action: { submit_tool_outputs: { tool_calls: Call[] } } | null
}

/** All that a recording shows of one run. */
interface Shown {
  steps: Step[]
  messages: Map<string, Message>
  run: Run | undefined
  /** The rounds of function calls that the run asked for. */
  rounds: Call[][]
}

/**
 * The script of a scenario that does what a recorded run did, from all that the recording shows of it. Each line takes a second, so
 * that a clock that is moved by hand can stop between any two. Files go by their names: their ids are not the recorded ones.
 */
export function scenarioOf(id: string, exchanges: Exchange[], known?: Recorded): { script: Line[]; tokenizer: string } {
  const { run = known as Run | undefined, ...rest } = shownOf(id, exchanges)
  const shown = { run, ...rest }
  const lines = [{ status: 'in_progress' }, ...linesOf(shown)]
  return {
    script: lines.map((line) => ('hold' in line ? line : { after: '1s', ...line })),
    tokenizer: /^(?:gpt-4o|gpt-4\.1|gpt-5|o\d)/.test(shown.run?.model ?? '') ? 'o200k_base' : 'cl100k_base',
  }
}

/** The ids of the messages and steps that a run made, and what its calls of functions were answered, oldest first. */
export function madeBy(run: string, exchanges: Exchange[]): { messages: string[]; steps: string[]; outputs: string[] } {
  const { steps, messages } = shownOf(run, exchanges)
  const told = steps.flatMap(({ step_details }) => step_details.message_creation?.message_id ?? [])
  const calls = steps.flatMap(({ step_details }) => step_details.tool_calls ?? [])
  const outputs = calls.flatMap((call) => (call.type === 'function' ? [call.function.output ?? 'Not recorded.'] : []))
  return { outputs, steps: steps.map(({ id }) => id), messages: told.length > 0 ? told : [...messages.keys()] }
}

/** Of each object the last version: streams tell them as they come, reads show them as they are. */
function shownOf(id: string, exchanges: Exchange[]): Shown {
  const objects = exchanges.flatMap(oldestFirst)
  const last = <T extends Recorded>(object: string) => {
    const own = objects.filter((each) => each.object === object && each.run_id === id) as T[]
    return new Map(own.map((each) => [each.id, each]))
  }
  return {
    steps: [...last<Step>('thread.run.step').values()].sort((a, b) => Number(a.created_at) - Number(b.created_at)),
    messages: last<Message>('thread.message'),
    run: objects.findLast((each) => each.id === id) as Run | undefined,
    rounds: roundsOf(objects.filter((each) => each.id === id) as Run[]),
  }
}

/** Calls that are asked for again and again, until they are answered, are one round. */
function roundsOf(runs: Run[]): Call[][] {
  const rounds = runs.flatMap(({ required_action }) =>
    required_action ? [required_action.submit_tool_outputs.tool_calls] : [],
  )
  return [...new Map(rounds.map((calls) => [calls[0]?.id, calls])).values()]
}

function linesOf({ steps, messages, run, rounds }: Shown): Line[] {
  const lines = steps.map((step) => lineOf(step, messages))
  // Who only read the run and its messages has not seen which steps made them: the last one takes the whole usage.
  if (steps.length === 0) {
    for (const calls of rounds) lines.push({ tool_calls: calls.map(callOf), ...usageOf(nothing) })
    for (const message of messages.values()) lines.push({ message: contentOf(message), ...usageOf(nothing) })
    if (lines.length === 0 && run?.usage) lines.push({ message: null })
    if (run?.usage) Object.assign(lines.at(-1)!, usageOf(run.usage))
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

/** Its parts; null, which leaves the words to the emulator, of a message that was never shown. */
function contentOf(message: Message | undefined): Line[] | null {
  if (!message) return null
  return message.content.length === 0 ? [{ after: '0s' }] : message.content.map(partOf)
}

function partOf({ type, text, ...rest }: Part): Line {
  if (!text) return { [type]: type === 'refusal' ? literal(String(rest[type])) : rest[type] }
  return {
    text: literal(text.value),
    annotations: text.annotations.map((each) => ({ [each.type]: { text: each.text } })),
  }
}

/** A text that is no template, whatever it looks like. */
const literal = (text: string) => (/\{\{|\{%/.test(text) ? `{% raw %}${text}{% endraw %}` : text)

const nothing: Usage = { prompt_tokens: 0, completion_tokens: 0 }

function callOf(call: Call): Line {
  switch (call.type) {
    case 'function':
      return { function: { name: call.function.name, arguments: literal(call.function.arguments) } }
    case 'code_interpreter': {
      const { input, outputs } = call.code_interpreter
      return { code_interpreter: { input: literal(input), outputs: outputs.map(outputOf) } }
    }
    case 'file_search': {
      const results = (call.file_search.results ?? []).map(({ file_name, score, content }) => {
        const text = content?.map((part) => part.text).join('')
        return { file_name, score, ...(text !== undefined && { text }) }
      })
      return { file_search: { results } }
    }
  }
}

const outputOf = (output: Output): Line =>
  output.type === 'logs' ? { logs: literal(output.logs) } : { image: { file_id: output.image.file_id } }

function usageOf({ prompt_tokens, completion_tokens }: Usage): Line {
  return { usage: { prompt_tokens, completion_tokens } }
}
