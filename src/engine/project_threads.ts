import type { Message, Metadata, Thread } from '../run/objects.ts'
import { written } from '../run/state.ts'
import { deriveId } from './ids.ts'
import { type RunNode, ThreadNode } from './nodes.ts'
import { ApiError } from '../run/api_error.ts'
import { absent, notFound } from './not_found.ts'
import type { Resources, ResourcesDraft, WithResources } from './resources.ts'
import type { Room } from './room.ts'
import type { Tally } from './tally.ts'
import { addMessage, createThread, type MessageRequest, type ThreadRequest } from './threads.ts'
import { asUsual, type IngestionOf } from './vector_stores/ingestion.ts'

export interface ThreadsOptions {
  resources: Resources
  salt: () => string
  /** Counts what was made: ids are derived from it. */
  made: Tally
  room: Room
  /** Unix seconds. */
  now: () => number
  /** Ends a run whose thread goes. */
  abandon: (run: RunNode, why: string) => void
  /** Changes the message that a run is writing. */
  modify: (run: RunNode, metadata: Metadata) => void
}

/** A thread as it would be created, not yet there. */
export interface ThreadDraft {
  node: ThreadNode
  resources: ResourcesDraft
}

/** The threads of a project and their messages. */
export class Threads {
  readonly all = new Map<string, ThreadNode>()
  readonly #options: ThreadsOptions

  constructor(options: ThreadsOptions) {
    this.#options = options
  }

  /** @throws ApiError where its resources do not exist */
  create(request: WithResources<ThreadRequest>, ingestion: IngestionOf = asUsual): ThreadNode {
    const { node, resources } = this.draft(request)
    this.take(node, resources, [], ingestion)
    return node
  }

  /** @throws ApiError where its resources do not exist */
  draft({ tool_resources, ...request }: WithResources<ThreadRequest>): ThreadDraft {
    const { resources: all, salt, made, room, now } = this.#options
    const messages = request.messages ?? []
    room.mustHold(1 + messages.length)
    const resources = all.withMessages(all.draft(tool_resources ?? {}), messages)
    const id = deriveId('thread', salt(), made.count('threads'))
    const node = new ThreadNode(createThread(id, now(), { ...request, tool_resources: resources.tool_resources }))
    for (const message of messages) addMessage(node, now(), message)
    return { node, resources }
  }

  /** Makes a draft real, or adds messages to a thread that is there; their resources come along. */
  take(node: ThreadNode, resources: ResourcesDraft, messages: MessageRequest[], ingestion: IngestionOf): void {
    const { thread } = node
    if (!this.all.has(thread.id)) {
      this.#options.made.next('threads')
      this.all.set(thread.id, node)
    }
    const { tool_resources } = resources
    if (tool_resources !== thread.tool_resources) node.thread = { ...thread, tool_resources }
    this.#options.resources.commit(resources, ingestion)
    for (const message of messages) addMessage(node, this.#options.now(), message)
  }

  /** @throws ApiError */
  get(id: string): ThreadNode {
    return this.all.get(id) ?? notFound('thread', id)
  }

  /** @throws ApiError where its resources do not exist */
  modify(node: ThreadNode, { metadata, tool_resources }: WithResources<ThreadRequest>): Thread {
    node.thread = {
      ...node.thread,
      ...(metadata !== undefined && { metadata: metadata ?? {} }),
      ...(tool_resources && { tool_resources: this.#options.resources.draft(tool_resources).tool_resources }),
    }
    return node.thread
  }

  /** A run that is active on it ends; who follows it gets an error (decisions 19). */
  delete({ thread: { id }, active }: ThreadNode): void {
    if (active) this.#options.abandon(active, absent('thread', id).message)
    this.all.delete(id)
  }

  /** @throws ApiError while a run is active on the thread, and where files do not exist */
  createMessage(node: ThreadNode, request: MessageRequest, ingestion: IngestionOf = asUsual): Message {
    mustBeFree(node, 'message')
    this.#options.room.mustHold()
    this.take(node, this.#options.resources.withMessages(node.thread, [request]), [], ingestion)
    return addMessage(node, this.#options.now(), request)
  }

  /** A message that is still being written is there too, though no list shows it (decisions 17). @throws ApiError */
  message(node: ThreadNode, id: string): Message {
    const open = node.active && written(node.active.state)
    return node.messages.get(id) ?? (open?.id === id ? open : undefined) ?? notFound('message', id)
  }

  modifyMessage(node: ThreadNode, message: Message, metadata: Metadata | null | undefined): Message {
    if (metadata === undefined) return message
    const changed = { ...message, metadata: metadata ?? {} }
    if (node.messages.get(message.id)) node.put(changed)
    else if (node.active) this.#options.modify(node.active, changed.metadata)
    return changed
  }
}

/** @throws ApiError while a run is active on the thread */
export function mustBeFree({ thread, active }: ThreadNode, wanted: 'message' | 'run'): void {
  if (active)
    throw new ApiError(wanted === 'run' ? 'thread_has_active_run' : 'thread_is_locked', {
      thread: thread.id,
      run: active.id,
    })
}
