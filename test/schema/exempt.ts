import type { Entry } from '../../src/engine/journal/entry.ts'
import type { Exchange } from '../../src/http/exchange.ts'
import type { Line, Part, Scenario } from '../../src/scenario/scenario.ts'
import type { Mismatch } from './document.ts'

/** Faults that delay, repeat, leave out or reorder, but let each thing that is said be what it would have been: those are judged too. */
const honest = new Set([
  ...['slow_headers', 'stall', 'chunks', 'crlf', 'comments'],
  ...['missing_done', 'duplicate', 'missing', 'reorder', 'early_end', 'delta_before_created', 'two_open_messages'],
  ...['rate_limit', 'sunset'],
])

/** Whether a fault has changed what is said. */
export function isDisturbed({ faults }: Entry): boolean {
  return faults?.some((fault) => !honest.has(fault)) ?? false
}

/** Whether it is about a run whose scenario writes events word for word: they say what the scenario says. */
export function isLiteral({ owner }: Mismatch, { entry, project }: Exchange): boolean {
  const { object, id, run_id } = (owner ?? {}) as Record<string, string>
  const { thread_id = entry.run?.thread_id ?? '' } = (owner ?? {}) as Record<string, string>
  const run = object === 'thread.run' ? id : (run_id ?? entry.run?.id)
  const node = project.threads.all.get(thread_id)?.runs.get(run ?? '')
  return node !== undefined && writesEvents(node.scenario)
}

function writesEvents({ script, on_cancel, sequence }: Scenario): boolean {
  const scripts = [script, on_cancel, ...(sequence ?? []).map((each) => each.script.script)]
  return scripts.some((lines) => lines.some(hasEvents))
}

function hasEvents(line: Line): boolean {
  if (line.do === 'if') return [...line.then, ...line.else].some(hasEvents)
  return (
    line.do === 'events' || (line.do === 'message' && (line.content ?? []).some(({ part }: Part) => part === 'events'))
  )
}
