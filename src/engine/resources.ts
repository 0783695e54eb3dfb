import { extname } from 'node:path'
import type { ToolResources } from '../run/objects.ts'
import type { Files } from './files/files.ts'
import { ApiError } from '../run/api_error.ts'
import type { MessageRequest } from './threads.ts'
import type { IngestionOf } from './vector_stores/ingestion.ts'
import type { VectorStoreDraft, VectorStoreRequest } from './vector_stores/requests.ts'
import type { VectorStores } from './vector_stores/vector_stores.ts'

/** Resources as a client may give them: vector stores by id, or to be made along with what they are for. */
export interface ResourcesRequest {
  code_interpreter?: { file_ids?: string[] | undefined } | undefined
  file_search?:
    | {
        vector_store_ids?: string[] | undefined
        vector_stores?: Omit<VectorStoreRequest, 'name' | 'description' | 'expires_after'>[] | undefined
      }
    | undefined
}

export type WithResources<Request> = Omit<Request, 'tool_resources'> & {
  tool_resources?: ResourcesRequest | null | undefined
}

/** Resources as they will be, and what has to be done for that. */
export interface ResourcesDraft {
  tool_resources: ToolResources
  /** A vector store to make. */
  store?: VectorStoreDraft
  /** Files to attach to a vector store that is there already. */
  attach?: { store: string; file_ids: string[] }
}

/** How long a vector store lives that the service made for a message's attachments. */
const sevenDays = { anchor: 'last_active_at', days: 7 } as const

const images = ['.jpeg', '.jpg', '.png', '.gif', '.webp']

/** The files and vector stores that assistants, threads and messages speak of. */
export class Resources {
  readonly #files: Files
  readonly #stores: VectorStores

  constructor(files: Files, stores: VectorStores) {
    this.#files = files
    this.#stores = stores
  }

  /** @throws ApiError where a file or vector store does not exist */
  draft({ code_interpreter, file_search }: ResourcesRequest): ResourcesDraft {
    const tool_resources: ToolResources = {}
    if (code_interpreter) {
      const file_ids = code_interpreter.file_ids ?? []
      this.#mustExist(file_ids)
      tool_resources.code_interpreter = { file_ids }
    }
    const [helper] = file_search?.vector_stores ?? []
    if (helper) {
      const store = this.#stores.draft(helper)
      return { tool_resources: { ...tool_resources, file_search: { vector_store_ids: [store.node.id] } }, store }
    }
    if (file_search) {
      const vector_store_ids = file_search.vector_store_ids ?? []
      for (const id of vector_store_ids) this.#stores.get(id)
      tool_resources.file_search = { vector_store_ids }
    }
    return { tool_resources }
  }

  /**
   * A thread's resources once these messages are on it: attachments join them, in a vector store that is made if there is none.
   * @throws ApiError where a file does not exist or cannot be used
   */
  withMessages(before: ResourcesDraft, messages: MessageRequest[]): ResourcesDraft {
    const searched: string[] = []
    const run: string[] = []
    for (const { content, attachments } of messages) {
      if (typeof content !== 'string')
        for (const part of content) if (part.type === 'image_file') this.#mustBeImage(part.image_file.file_id)
      for (const { file_id, tools } of attachments ?? []) {
        this.#mustExist([file_id])
        for (const { type } of tools) (type === 'file_search' ? searched : run).push(file_id)
      }
    }
    if (searched.length === 0 && run.length === 0) return before
    return this.#search(executable(before, run), searched)
  }

  /** Does what a draft says. */
  commit({ store, attach }: ResourcesDraft, ingestion: IngestionOf): void {
    if (store) this.#stores.add(store, ingestion)
    if (!attach) return
    const node = this.#stores.get(attach.store)
    for (const file_id of attach.file_ids) this.#stores.attach(node, { file_id }, ingestion)
  }

  #search(draft: ResourcesDraft, file_ids: string[]): ResourcesDraft {
    if (file_ids.length === 0) return draft
    if (draft.store) {
      const files = [...draft.store.files, ...file_ids.map((file_id) => ({ file_id }))]
      return { ...draft, store: { ...draft.store, files } }
    }
    const known = draft.tool_resources.file_search?.vector_store_ids.find((id) => this.#stores.all.get(id))
    if (known !== undefined) {
      this.#stores.mustTake(this.#stores.get(known), file_ids)
      return { ...draft, attach: { store: known, file_ids } }
    }
    const store = this.#stores.draft({ file_ids, expires_after: sevenDays })
    const file_search = { vector_store_ids: [store.node.id] }
    return { ...draft, tool_resources: { ...draft.tool_resources, file_search }, store }
  }

  #mustExist(ids: string[]): void {
    const missing = ids.filter((id) => !this.#files.all.get(id))
    if (missing.length > 0) throw new ApiError('files_not_found', { ids: missing })
  }

  #mustBeImage(id: string): void {
    this.#mustExist([id])
    const extension = extname(this.#files.get(id).file.filename)
    if (!images.includes(extension.toLowerCase()))
      throw new ApiError('not_an_image', { supported: images, extension: extension || 'none' })
  }
}

function executable(draft: ResourcesDraft, file_ids: string[]): ResourcesDraft {
  if (file_ids.length === 0) return draft
  const before = draft.tool_resources.code_interpreter?.file_ids ?? []
  const code_interpreter = { file_ids: [...new Set([...before, ...file_ids])] }
  return { ...draft, tool_resources: { ...draft.tool_resources, code_interpreter } }
}
