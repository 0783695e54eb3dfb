import type { Assistant, Message, Metadata, Run, Thread } from '../run/objects.ts'
import { textOf } from '../run/normalise.ts'
import type { Condition, OutputTest, SaidTest } from './scenario.ts'
import { fits } from './text_test.ts'

/** What a condition may look at. */
export interface View {
  run: Pick<Run, 'model' | 'instructions' | 'tools' | 'metadata'>
  assistant: Pick<Assistant, 'id' | 'name' | 'metadata'>
  thread: Pick<Thread, 'metadata'>
  /** Newest first. */
  messages: Iterable<Pick<Message, 'role' | 'content' | 'attachments'>>
  /** What the tools have answered, round by round; empty before the first. */
  rounds: { name: string; output: string }[][]
}

export function holds(condition: Condition, view: View): boolean {
  const { run, assistant, thread } = view
  switch (condition.about) {
    case 'assistant_id':
      return some(condition.tests, assistant.id)
    case 'assistant_name':
      return some(condition.tests, assistant.name)
    case 'model':
      return some(condition.tests, run.model)
    case 'instructions':
      return some(condition.tests, run.instructions)
    case 'assistant_metadata':
      return some(condition.tests, own(assistant.metadata, condition.key))
    case 'metadata':
      return some(condition.tests, own(run.metadata, condition.key))
    case 'thread_metadata':
      return some(condition.tests, own(thread.metadata, condition.key))
    case 'tool':
      return run.tools.some((tool) => condition.name === (tool.type === 'function' ? tool.function.name : tool.type))
    case 'last_message':
      return condition.tests.some((test) => saidLast(test, view))
    case 'conversation':
      return condition.tests.some((test) => saidEver(test, view))
    case 'attachments':
      return (lastOf('user', view)?.attachments.length ?? 0) > 0 === condition.present
    case 'images':
      return (lastOf('user', view)?.content.some(({ type }) => type.startsWith('image')) ?? false) === condition.present
    case 'tool_output':
      return condition.tests.some((test) => answered(test, view.rounds))
  }
}

const some = (tests: Parameters<typeof fits>[0][], text: string | null | undefined) =>
  tests.some((test) => fits(test, text))

function own(metadata: Metadata, key: string): string | undefined {
  return Object.hasOwn(metadata, key) ? metadata[key] : undefined
}

function lastOf(role: string, { messages }: View) {
  for (const message of messages) if (message.role === role) return message
  return undefined
}

function saidLast(test: SaidTest, view: View): boolean {
  const message = lastOf(test.role ?? 'user', view)
  return message !== undefined && fits(test, textOf(message.content))
}

function saidEver(test: SaidTest, { messages }: View): boolean {
  for (const { role, content } of messages) if ((test.role ?? role) === role && fits(test, textOf(content))) return true
  return false
}

function answered({ of, json, missing, ...text }: OutputTest, rounds: View['rounds']): boolean {
  const candidates =
    of === undefined
      ? (rounds.at(-1) ?? [])
      : rounds
          .flat()
          .filter(({ name }) => name === of)
          .slice(-1)
  if (missing) return candidates.every(({ output }) => output === '')
  return candidates.some(
    ({ output }) => fits(text, output) && (json ?? []).every(({ path, tests }) => some(tests, field(output, path))),
  )
}

/** A field of a JSON text as text; undefined if it is not there, or the text is not JSON. */
function field(output: string, path: string): string | undefined {
  try {
    const value = path
      .split('.')
      .reduce<unknown>(
        (at, key) =>
          at && typeof at === 'object' && Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined,
        JSON.parse(output),
      )
    return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value)
  } catch {
    return undefined
  }
}
