/**
 * The lifecycle of a run: status × verb → next status. A terminal status is a row with nothing in it.
 * Source: shared/protocol.md §3.1, settled from recordings; `fail`, `expire` and `confirm_cancel` are the service's own verbs,
 * the rest are a client's or the model's.
 */
export const transitions = {
  queued: { start: 'in_progress', cancel: 'cancelling', fail: 'failed', expire: 'expired' },
  in_progress: {
    require_action: 'requires_action',
    complete: 'completed',
    truncate: 'incomplete',
    cancel: 'cancelling',
    fail: 'failed',
    expire: 'expired',
  },
  requires_action: { submit_tool_outputs: 'queued', cancel: 'cancelling', fail: 'failed', expire: 'expired' },
  cancelling: { confirm_cancel: 'cancelled', complete: 'completed', fail: 'failed', expire: 'expired' },
  completed: {},
  incomplete: {},
  failed: {},
  cancelled: {},
  expired: {},
} as const

export type RunStatus = keyof typeof transitions

type KeysOf<T> = T extends unknown ? keyof T : never

/** What may be asked of a run so that its status changes. */
export type Verb = KeysOf<(typeof transitions)[RunStatus]>

export const runStatuses = Object.keys(transitions) as RunStatus[]

const verbs = new Set<string>(Object.values(transitions).flatMap((row) => Object.keys(row)))

export function isVerb(word: string): word is Verb {
  return verbs.has(word)
}

/** The status that `verb` leads to from `status`, or undefined where the lifecycle forbids it. */
export function next(status: RunStatus, verb: Verb): RunStatus | undefined {
  return (transitions[status] as Partial<Record<Verb, RunStatus>>)[verb]
}

/** A terminal run never changes again and no longer locks its thread. */
export function isTerminal(status: RunStatus): boolean {
  return terminal.has(status)
}

const terminal = new Set(runStatuses.filter((status) => Object.keys(transitions[status]).length === 0))

/** A run at rest waits for nobody but a client, or for nobody at all: streams end here. */
export function isAtRest(status: RunStatus): boolean {
  return status === 'requires_action' || isTerminal(status)
}
