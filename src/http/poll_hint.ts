import { isAtRest } from '../run/lifecycle.ts'
import type { Run } from '../run/objects.ts'
import type { Exchange } from './exchange.ts'

/** While a run is being worked on: the hint that keeps poll helpers from sleeping five seconds between reads. */
export function pollHint(exchange: Exchange, runs: Run[]): Record<string, string> | undefined {
  return pollHintWhile(exchange, !runs.every(({ status }) => isAtRest(status)))
}

export function pollHintWhile(exchange: Exchange, working: boolean): Record<string, string> | undefined {
  const { pollAfter } = exchange.services
  return working && pollAfter !== null ? { 'openai-poll-after-ms': String(pollAfter) } : undefined
}
