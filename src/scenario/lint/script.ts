import { errorCodes, incompleteReasons } from '../../run/last_errors.ts'
import { next, type RunStatus, type Verb } from '../../run/lifecycle.ts'
import { nearest, oneOf } from '../words.ts'
import type { Line, MessageLine, ScriptedStatus, StatusLine } from '../scenario.ts'
import type { Finding } from './finding.ts'

/** Where a run can be before a line: statuses, or held for good. */
type Place = RunStatus | 'held'

const verbs: Record<ScriptedStatus, Verb> = {
  in_progress: 'start',
  completed: 'complete',
  incomplete: 'truncate',
  failed: 'fail',
  cancelled: 'cancel',
  expired: 'expire',
}

/**
 * Walks a script with all the statuses that a run can have before each line: finds lines that are never reached, statuses that the
 * lifecycle forbids, and waits with nothing behind them.
 */
export class ScriptLint {
  readonly findings: Finding[] = []
  #asked = false

  /** A script that starts `queued`. */
  script(lines: Line[]): void {
    this.#walk(lines, new Set(['queued']))
    const last = lines.at(-1)
    if (last?.do === 'tool_calls' && last.calls?.some(({ type }) => type === 'function'))
      this.#warn(
        last.where,
        'nothing follows these tool calls: once their outputs are in, the run completes without a message',
      )
    if (last?.do === 'hold') this.#note(last.where, 'the run rests only when it is cancelled or expires')
  }

  /** What follows a cancel: it starts `cancelling`. */
  onCancel(lines: Line[]): void {
    this.#walk(lines, new Set(['cancelling']))
    const held = lines.find((line) => line.do === 'hold')
    if (held) this.#warn(held.where, 'the run never rests: it stays cancelling until it expires')
  }

  #walk(lines: Line[], before: Set<Place>): Set<Place> {
    let places = before
    for (const line of lines) {
      if (![...places].some(isOpen)) {
        this.#warn(
          line.where,
          `this line is never reached: ${places.has('held') ? 'the run is held before it' : `the run has ended (${[...places].join(', ')})`}`,
        )
        return places
      }
      places = this.#after(line, places)
    }
    return places
  }

  #after(line: Line, places: Set<Place>): Set<Place> {
    const open = new Set([...places].filter(isOpen))
    switch (line.do) {
      case 'status':
        this.#reason(line.where, line)
        return this.#status(line.where, line.status, open)
      case 'message':
        for (const part of line.content ?? []) if (part.part === 'status') this.#reason(line.where, part.line)
        return this.#writes(line.where, 'a message', open) ? this.#afterMessage(line) : open
      case 'tool_calls': {
        if (!this.#writes(line.where, 'tool calls', open)) return open
        const asks = line.calls === null || line.calls.some(({ type }) => type === 'function')
        if (asks) this.#asked = true
        return new Set(line.calls === null ? ['queued', 'in_progress'] : [asks ? 'queued' : 'in_progress'])
      }
      case 'if':
        if (!this.#asked && line.if.every((set) => set.some(({ about }) => about === 'tool_output')))
          this.#warn(line.where, 'this never holds: no tool has been called before it')
        return new Set([...this.#walk(line.then, open), ...this.#walk(line.else, open)])
      case 'hold':
        return new Set(['held'])
      case 'events':
        return afterEvents(
          line.events.map(({ event }) => event),
          open,
        )
      default:
        return open
    }
  }

  #status(where: string, status: ScriptedStatus, open: Set<Place>): Set<Place> {
    // A run that is queued starts by itself before it completes or is cut short; one that is cancelling need not be cancelled again.
    const starts = status === 'completed' || status === 'incomplete'
    const from = [...open].map((place) => (starts && place === 'queued' ? 'in_progress' : place)) as RunStatus[]
    const allowed = from.some(
      (place) => next(place, verbs[status]) !== undefined || (place === 'cancelling' && status === 'cancelled'),
    )
    if (!allowed) this.#warn(where, `a run that is ${oneOf(from)} cannot become ${status}`)
    return new Set([status])
  }

  /** Any reason may be given; one that is nearly one of the API's is most likely mistyped. */
  #reason(where: string, { last_error, incomplete_details }: StatusLine): void {
    for (const [word, known] of [
      [last_error?.code, errorCodes],
      [incomplete_details?.reason, incompleteReasons],
    ] as const) {
      const meant = word === undefined || known.includes(word) ? undefined : nearest(word, known)
      if (meant !== undefined) this.#note(where, `the API knows no "${word}": did you mean "${meant}"?`)
    }
  }

  #afterMessage({ content }: MessageLine): Set<Place> {
    const parts = content ?? []
    const last = parts.findIndex(({ part }) => part === 'status' || part === 'hold')
    if (last < 0) return new Set(['in_progress'])
    const end = parts[last]!
    return new Set([end.part === 'status' ? end.line.status : 'held'])
  }

  #writes(where: string, what: string, open: Set<Place>): boolean {
    if (!open.has('cancelling')) return true
    this.#warn(where, `a run that is cancelling writes no more: ${what} cannot come here`)
    return false
  }

  #warn(where: string, message: string): void {
    this.findings.push({ where, level: 'warning', message })
  }

  #note(where: string, message: string): void {
    this.findings.push({ where, level: 'note', message })
  }
}

const openPlaces = new Set<Place>(['queued', 'in_progress', 'requires_action', 'cancelling'])

function isOpen(place: Place): boolean {
  return openPlaces.has(place)
}

function afterEvents(names: string[], open: Set<Place>): Set<Place> {
  const runs = names.filter((name) => name.startsWith('thread.run.') && !name.startsWith('thread.run.step.'))
  const last = runs.at(-1)?.slice('thread.run.'.length)
  return last === undefined ? open : new Set([last as RunStatus])
}
