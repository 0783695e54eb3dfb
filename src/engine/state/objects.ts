import { normaliseContent } from '../../run/normalise.ts'
import type { Assistant, Message, MessageContent, Thread } from '../../run/objects.ts'
import { type AssistantRequest, createAssistant } from '../assistants.ts'
import { deriveId } from '../ids.ts'
import { ThreadNode } from '../nodes.ts'
import { createThread } from '../threads.ts'
import type { State, StoredMessage, StoredThread } from './document.ts'

/** What the document leaves out is as it would be in a new object, created now. */
export function assistantOf(given: NonNullable<State['assistants']>[number], now: number): Assistant {
  return createAssistant(given.id, given.created_at ?? now, given as AssistantRequest & { model: string })
}

/** A thread with its messages, without its runs. */
export function threadOf({ messages = [], runs: _, made, ...given }: StoredThread, now: number): ThreadNode {
  const thread: Thread = { ...createThread(given.id, given.created_at ?? now, given), ...defined(given) }
  const node = new ThreadNode(thread)
  for (const message of messages) {
    const id = message.id ?? deriveId('msg', thread.id, node.made)
    node.made++
    node.put(messageOf(message, id, thread))
  }
  node.made = made ?? node.made
  return node
}

function messageOf({ content, ...given }: StoredMessage, id: string, { id: thread_id, created_at }: Thread): Message {
  const at = given.created_at ?? created_at
  const message: Message = {
    id,
    object: 'thread.message',
    created_at: at,
    assistant_id: null,
    thread_id,
    run_id: null,
    status: 'completed',
    incomplete_details: null,
    incomplete_at: null,
    completed_at: at,
    role: given.role,
    content: [],
    attachments: [],
    metadata: {},
  }
  return { ...message, ...defined(given), id, thread_id, content: contentOf(content) }
}

/** Parts may be as a client would send them, or as the service shows them. */
function contentOf(content: StoredMessage['content']): MessageContent[] {
  if (typeof content === 'string') return normaliseContent(content)
  return content.map((part) =>
    part.type === 'text' && typeof part.text === 'string' ? normaliseContent(part.text)[0]! : part,
  )
}

function defined<T extends object>(given: T): { [key in keyof T]: Exclude<T[key], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never
}
