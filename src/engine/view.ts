import { normaliseContent } from '../run/normalise.ts'
import type { Assistant, Message, Run, RunStep } from '../run/objects.ts'
import type { View } from '../scenario/conditions.ts'
import type { ThreadNode } from './nodes.ts'
import type { MessageRequest } from './threads.ts'

/** A run and what is around it, for conditions and templates. `added` are messages that the run will bring along. */
export function view(
  run: Run,
  assistant: Assistant,
  thread: ThreadNode,
  added: MessageRequest[] = [],
  steps: RunStep[] = [],
): View {
  return {
    run,
    assistant,
    thread: thread.thread,
    messages: { [Symbol.iterator]: () => newestFirst(thread, added) },
    rounds: rounds(steps),
  }
}

function* newestFirst(
  thread: ThreadNode,
  added: MessageRequest[],
): Generator<Pick<Message, 'role' | 'content' | 'attachments'>> {
  for (const { role, content, attachments } of added.toReversed())
    yield { role, content: normaliseContent(content), attachments: attachments ?? [] }
  yield* thread.messages.backwards()
}

/** The outputs that clients have given, a round a step. */
export function rounds(steps: RunStep[]): View['rounds'] {
  return steps.flatMap(({ step_details: details }) => {
    if (details.type !== 'tool_calls') return []
    const answered = details.tool_calls.flatMap((call) =>
      call.type === 'function' && call.function.output !== null
        ? [{ name: call.function.name, output: call.function.output }]
        : [],
    )
    return answered.length > 0 ? [answered] : []
  })
}
