import { canned, type CannedEvent } from '../run/canned.ts'
import type { Command } from '../run/commands.ts'
import { decide } from '../run/decide/decide.ts'
import type { Event } from '../run/events.ts'
import type { Metadata } from '../run/objects.ts'
import { fold, type RunState } from '../run/state.ts'
import { deriveId } from './ids.ts'

/** Who asked: a line of the script, a client's request, the clock, a test through the control API, or the emulator itself. */
export type Asker = 'script' | 'client' | 'clock' | 'control' | 'emulator'

/** Something that was asked of a run. */
export interface Deed {
  /** Emulated milliseconds since 1970. */
  at: number
  by: Asker
  /** The line of the script, as `file:line`; undefined where no line asked. */
  where: string | undefined
  /** A command, a literal event of the script, or what changes a run or is told to its followers without asking the lifecycle. */
  asked: Command | CannedEvent | Aside
}

export type Aside =
  | { type: 'create' }
  | { type: 'abandon'; message: string }
  /** Of the run, or of the message that is being written. */
  | { type: 'modify'; object: 'run' | 'message'; metadata: Metadata }

/** What happens when something is asked of a run in this state. @throws Refusal */
export function eventsOf(state: RunState, { asked, at }: Pick<Deed, 'asked' | 'at'>): Event[] {
  const context = { now: Math.floor(at / 1000), newId: deriveId }
  if ('event' in asked) return [canned(state, asked, context)]
  switch (asked.type) {
    case 'create':
      return [
        { event: 'thread.run.created', data: state.run },
        { event: 'thread.run.queued', data: state.run },
      ]
    case 'abandon': {
      const error = { message: asked.message, type: 'invalid_request_error', param: null, code: null }
      return [{ event: 'error', data: { error } }]
    }
    case 'modify':
      return []
    default:
      return decide(state, asked, context)
  }
}

/** The state that follows. */
export function after(state: RunState, { asked }: Pick<Deed, 'asked'>, events: Event[]): RunState {
  if ('type' in asked && asked.type === 'modify') return modified(state, asked)
  let next = state
  for (const event of events) next = fold(next, event)
  return next
}

function modified(state: RunState, { object, metadata }: Aside & { type: 'modify' }): RunState {
  if (object === 'run') return { ...state, run: { ...state.run, metadata } }
  return { ...state, message: state.message && { ...state.message, metadata } }
}
