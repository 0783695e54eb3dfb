import type { CannedEvent } from '../run/canned.ts'
import type { Command } from '../run/commands.ts'
import type { Event } from '../run/events.ts'

/** Who asked: a line of the script, a client's request, the clock, a test through the control API, or the emulator itself. */
export type Asker = 'script' | 'client' | 'clock' | 'control' | 'emulator'

/** Something that was asked of a run, and what happened. */
export interface Deed {
  /** Emulated milliseconds since 1970. */
  at: number
  by: Asker
  /** The line of the script, as `file:line`; undefined where no line asked. */
  where: string | undefined
  /** What was asked; `create` and literal events are no commands of a run. */
  asked: Command | CannedEvent | { type: 'create' | 'abandon' }
  events: Event[]
}

interface History {
  deeds: Deed[]
  dropped: number
}

const mostPerRun = 1000
const mostPerProject = 20_000
// What a deed costs, roughly: a command and an event.
const bytesPerDeed = 500

/**
 * What happened to the runs of a project, apart from the runs, which must stay small (decisions 32). Of a long run the beginning is
 * forgotten, of many runs the oldest.
 */
export class Histories {
  readonly #runs = new Map<string, History>()
  readonly #grown: (bytes: number) => void
  #deeds = 0

  /** `grown` is told of every byte more or less. */
  constructor(grown: (bytes: number) => void = () => {}) {
    this.#grown = grown
  }

  note(run: string, deed: Deed): void {
    let history = this.#runs.get(run)
    if (!history) this.#runs.set(run, (history = { deeds: [], dropped: 0 }))
    history.deeds.push(deed)
    this.#count(1)
    if (history.deeds.length > mostPerRun) {
      const half = mostPerRun / 2
      history.deeds.splice(0, half)
      history.dropped += half
      this.#count(-half)
    }
    while (this.#deeds > mostPerProject && this.#runs.size > 1) this.#drop(this.#runs.keys().next().value!)
  }

  /** What is remembered of a run; undefined where nothing is any more. */
  of(run: string): Readonly<History> | undefined {
    return this.#runs.get(run)
  }

  clear(): void {
    this.#count(-this.#deeds)
    this.#runs.clear()
  }

  #drop(run: string): void {
    this.#count(-this.#runs.get(run)!.deeds.length)
    this.#runs.delete(run)
  }

  #count(deeds: number): void {
    this.#deeds += deeds
    this.#grown(deeds * bytesPerDeed)
  }
}
