export type ObjectName = 'assistant' | 'thread' | 'message' | 'run' | 'run step' | 'model'

export type RefusedReason =
  | { kind: 'not_found'; object: ObjectName; id: string }
  | { kind: 'locked'; wanted: 'message' | 'run'; thread: string; run: string }
  | { kind: 'update'; status: string }
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
  throw new Refused({ kind: 'not_found', object, id })
}
