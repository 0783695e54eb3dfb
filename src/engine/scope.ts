import type { Faker } from '../scenario/invent/faker.ts'
import type { RunRequest } from '../run/create.ts'
import { textOf } from '../run/normalise.ts'
import type { View } from '../scenario/conditions.ts'
import type { Scope } from '../scenario/template.ts'

/** What templates speak of, from what conditions look at. */
export function scope(
  { run, assistant, thread, messages, rounds }: View,
  request: RunRequest,
  faker: () => Faker,
): Scope {
  return {
    request,
    run,
    assistant,
    thread,
    last_message: lastUserText(messages),
    outputs: (rounds.at(-1) ?? []).map(({ output }) => output),
    tool_outputs: Object.fromEntries(rounds.flat().map(({ name, output }) => [name, parsed(output)])),
    faker,
  }
}

function lastUserText(messages: View['messages']): string {
  for (const { role, content } of messages) if (role === 'user') return textOf(content)
  return ''
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output)
  } catch {
    return output
  }
}
