import { refuse } from '../decide/context.ts'
import type { Usage } from '../objects.ts'
import type { RunState } from '../state.ts'
import { usage } from '../usage.ts'

/** What a literal event cannot change: which object it is, and whose. */
export function identity<T extends { id: string; object: string; thread_id: string; assistant_id: string | null }>({
  id,
  object,
  thread_id,
  assistant_id,
}: T): Pick<T, 'id' | 'object' | 'thread_id' | 'assistant_id'> {
  return { id, object, thread_id, assistant_id }
}

/** Only a run in progress writes. */
export function mustBeInProgress(state: RunState, event: string): void {
  const { status } = state.run
  if (status !== 'in_progress') refuse(state, event, `the run is ${status}, not in_progress`)
}

/** Token counts of which some may be missing, in full. */
export function wholeUsage(given: unknown): { usage?: Usage | null } {
  if (given === undefined) return {}
  if (given === null) return { usage: null }
  const { prompt_tokens, completion_tokens, prompt_token_details, completion_tokens_details } = given as Partial<Usage>
  const { cached_tokens } = prompt_token_details ?? {}
  const { reasoning_tokens } = completion_tokens_details ?? {}
  return { usage: usage(prompt_tokens ?? 0, completion_tokens ?? 0, cached_tokens, reasoning_tokens) }
}

/** Clients merge a delta's entries by their index: a gap, or another type at the same place, breaks them. */
export function mustMerge(
  state: RunState,
  event: string,
  before: readonly { type: string }[],
  { index, type }: { index: number; type: string },
): void {
  if (index > before.length)
    refuse(state, event, `its entry has index ${index}, but the next free one is ${before.length}`)
  const there = before[index]
  if (there && there.type !== type)
    refuse(state, event, `its entry of type ${type} has index ${index}, where there is one of type ${there.type}`)
}
