import { type Context, openContent, openMessage, openStep, refuse } from '../decide/context.ts'
import { newMessage } from '../decide/message.ts'
import type { ContentDelta, MessageDeltaEvent, MessageEvent } from '../events.ts'
import type { Message, MessageContent, MessageStatus } from '../objects.ts'
import type { RunState } from '../state.ts'
import { identity, mustBeInProgress, mustMerge } from './live.ts'

type Data = Record<string, unknown>

/** The message of the open step, or what becomes of it. */
export function cannedMessage(
  state: RunState,
  name: MessageStatus | 'created' | 'delta',
  data: Data,
  context: Context,
): MessageEvent | MessageDeltaEvent {
  const event = `thread.message.${name}` as const
  if (name === 'created') {
    mustBeInProgress(state, event)
    const fresh = newMessage(state, promised(state, event), context.now)
    return { event: 'thread.message.created', data: told(fresh, 'in_progress', data) }
  }
  if (name === 'delta') {
    mustBeInProgress(state, event)
    return delta(state, data)
  }
  const open = openMessage(state, event)
  return { event: `thread.message.${name}`, data: told({ ...open, ...ended(name, context.now) }, name, data) }
}

/** The id of the message that the open step has promised and nobody has written yet. */
function promised(state: RunState, event: string): string {
  const details = openStep(state)?.step_details
  if (details?.type !== 'message_creation') return refuse(state, event, 'no message_creation step is open')
  const { message_id } = details.message_creation
  if (state.message) return refuse(state, event, 'a message is still open')
  if (state.closed === message_id) return refuse(state, event, 'the message of this step has been closed already')
  return message_id
}

function ended(status: MessageStatus, now: number): Partial<Message> {
  switch (status) {
    case 'completed':
      return { completed_at: now }
    case 'incomplete':
      return { incomplete_at: now, incomplete_details: { reason: 'max_tokens' } }
    default:
      return {}
  }
}

function told(live: Message, status: MessageStatus, data: Data): Message {
  const { run_id, role } = live
  return { ...live, ...data, ...identity(live), run_id, role, status }
}

function delta(state: RunState, data: Data): MessageDeltaEvent {
  const event = 'thread.message.delta'
  const { id, content: before } = openContent(state, event)
  const known: (MessageContent | ContentDelta)[] = [...before]
  const content = (data.delta as MessageDeltaEvent['data']['delta']).content.map((entry): ContentDelta => {
    mustMerge(state, event, known, entry)
    const there = known[entry.index]
    if (!there) known.push(entry)
    if (entry.type !== 'text') return entry
    const cited = there?.type === 'text' ? (there.text.annotations?.length ?? 0) : 0
    // A block's first delta has the key in any case (protocol.md §5.4): clients keep it as it is.
    const told = entry.text.annotations ?? (there ? undefined : [])
    const annotations = told?.map((annotation, n) => ({ ...annotation, index: cited + n }))
    return { ...entry, text: { ...entry.text, ...(annotations && { annotations }) } }
  })
  return { event, data: { id, object: event, delta: { content } } }
}
