export type ObjectName =
  | 'assistant'
  | 'thread'
  | 'message'
  | 'run'
  | 'run step'
  | 'model'
  | 'file'
  | 'vector store'
  | 'vector store file batch'

export type RefusedReason =
  | { kind: 'not_found'; object: Exclude<ObjectName, 'file'>; id: string }
  | { kind: 'not_found'; object: 'file'; id: string }
  | { kind: 'locked'; wanted: 'message' | 'run'; thread: string; run: string }
  | { kind: 'update'; status: string }
  /** Files that something speaks of. */
  | { kind: 'files_not_found'; ids: string[] }
  | { kind: 'not_in_vector_store'; id: string; store: string }
  /** file_search cannot read files of these kinds. */
  | { kind: 'not_for_retrieval'; extensions: string[]; param: string }
  | { kind: 'not_an_image'; supported: string[]; extension: string }
  | { kind: 'vector_store_expired'; id: string }
  /** The service gives back only what it has made, or what was not meant for it to read. */
  | { kind: 'download'; purpose: string }
  /** Nothing to answer: the thread has no user message and the assistant no instructions. */
  | { kind: 'invalid_thread' }

/** What the objects in store do not allow. The HTTP side puts it into the service's words. */
export class Refused extends Error {
  readonly reason: RefusedReason
  constructor(reason: RefusedReason) {
    super(JSON.stringify(reason))
    this.name = 'Refused'
    this.reason = reason
  }
}

export function notFound(object: ObjectName, id: string): never {
  throw new Refused(object === 'file' ? { kind: 'not_found', object, id } : { kind: 'not_found', object, id })
}
