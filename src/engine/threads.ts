import { type ContentInput, normaliseContent } from '../run/normalise.ts'
import type { Attachment, Message, Metadata, Thread, ToolResources } from '../run/objects.ts'
import { deriveId } from './ids.ts'
import type { ThreadNode } from './nodes.ts'

export interface MessageRequest {
  role: 'user' | 'assistant'
  content: ContentInput
  attachments?: Attachment[] | null | undefined
  metadata?: Metadata | null | undefined
}

export interface ThreadRequest {
  messages?: MessageRequest[] | null | undefined
  metadata?: Metadata | null | undefined
  tool_resources?: ToolResources | null | undefined
}

export function createThread(id: string, now: number, { metadata, tool_resources }: ThreadRequest): Thread {
  return { id, object: 'thread', created_at: now, metadata: metadata ?? {}, tool_resources: tool_resources ?? {} }
}

/** Adds a client's message to a thread; whether it is locked is for the caller to ask. */
export function addMessage(
  node: ThreadNode,
  now: number,
  { role, content, attachments, metadata }: MessageRequest,
): Message {
  const message: Message = {
    id: deriveId('msg', node.thread.id, node.made++),
    object: 'thread.message',
    created_at: now,
    assistant_id: null,
    thread_id: node.thread.id,
    run_id: null,
    status: 'completed',
    incomplete_details: null,
    incomplete_at: null,
    completed_at: now,
    role,
    content: normaliseContent(content),
    attachments: attachments ?? [],
    metadata: metadata ?? {},
  }
  node.put(message)
  return message
}
