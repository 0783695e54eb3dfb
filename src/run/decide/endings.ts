import type { Event } from '../events.ts'
import type { LastError, Message, Run, RunStep, Usage } from '../objects.ts'
import { type RunState, written } from '../state.ts'
import { sumUsage } from '../usage.ts'
import { openStep } from './context.ts'

type Ending =
  | { status: 'completed'; usage?: Usage | undefined }
  | { status: 'incomplete'; reason: string; usage?: Usage | undefined }
  | { status: 'failed'; last_error: LastError; usage?: Usage | undefined }
  | { status: 'cancelled' }
  | { status: 'expired' }

/**
 * How a run ends: first its open message (kept), then its open step, then the run (protocol.md §5.2).
 * Which time is set and which is null in each terminal status: protocol.md §2.1.
 */
export function end(state: RunState, ending: Ending, now: number): Event[] {
  const events: Event[] = []
  const message = written(state)
  if (message) events.push(closeMessage(message, ending, now))
  const step = openStep(state)
  const usage = 'usage' in ending ? ending.usage : undefined
  if (step) {
    const closed = closeStep(step, ending, usage ?? null, now)
    events.push({ event: `thread.run.step.${closed.status}`, data: closed })
  }
  const spent = sumUsage([...state.steps.map((each) => each.usage), usage])
  events.push({ event: `thread.run.${ending.status}`, data: closeRun(state.run, ending, spent, now) })
  return events
}

function closeMessage(message: Message, ending: Ending, now: number): Event {
  if (ending.status === 'completed')
    return { event: 'thread.message.completed', data: { ...message, status: 'completed', completed_at: now } }
  const incomplete = { status: 'incomplete' as const, incomplete_details: { reason: reason(ending) } }
  return { event: 'thread.message.incomplete', data: { ...message, ...incomplete, incomplete_at: now } }
}

/** A message knows five reasons (protocol.md §3.3), a run others. */
function reason(ending: Exclude<Ending, { status: 'completed' }>): string {
  if (ending.status !== 'incomplete') return `run_${ending.status}`
  return ending.reason === 'content_filter' ? 'content_filter' : 'max_tokens'
}

// A run that is cut short leaves its step completed: only message and run are incomplete (protocol.md §3.2).
function closeStep(step: RunStep, ending: Ending, usage: Usage | null, now: number): RunStep {
  switch (ending.status) {
    case 'completed':
    case 'incomplete':
      return { ...step, status: 'completed', completed_at: now, usage }
    case 'failed':
      return { ...step, status: 'failed', failed_at: now, last_error: ending.last_error, usage }
    case 'cancelled':
      return { ...step, status: 'cancelled', cancelled_at: now }
    case 'expired':
      return { ...step, status: 'expired' }
  }
}

function closeRun(run: Run, ending: Ending, usage: Usage, now: number): Run {
  const closed = { ...run, status: ending.status, expires_at: null, required_action: null, usage }
  switch (ending.status) {
    case 'completed':
      return { ...closed, completed_at: now }
    case 'expired':
      // `completed_at`, not `failed_at`: so it was recorded.
      return { ...closed, started_at: run.started_at ?? now, completed_at: now }
    case 'incomplete':
      return { ...closed, completed_at: now, incomplete_details: { reason: ending.reason } }
    case 'failed':
      return { ...closed, started_at: run.started_at ?? now, failed_at: now, last_error: ending.last_error }
    case 'cancelled':
      return { ...closed, cancelled_at: now }
  }
}
