import type { Event } from '../run/events.ts'
import type { RunState } from '../run/state.ts'
import { after, type Deed, eventsOf } from './deeds.ts'

/** What was asked of a run from a state on. What came of it is not kept: the same is decided again when somebody wants to know. */
export interface History {
  from: RunState
  deeds: Deed[]
}

/** Everything that was asked of a run, and what happened. */
export function retold({ from, deeds }: History): (Deed & { events: Event[] })[] {
  let state = from
  return deeds.map((deed) => {
    const events = eventsOf(state, deed)
    state = after(state, deed, events)
    return { ...deed, events }
  })
}

const mostPerRun = 1000
const mostPerProject = 20_000
// What a deed costs, roughly: a command, when and by whom.
const bytesPerDeed = 200

/**
 * What was asked of the runs of a project, apart from the runs, which must stay small (decisions 32). Of a long run the beginning is
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

  /** `before` is the run as it was when the deed was done. */
  note(before: RunState, deed: Deed): void {
    const { id } = before.run
    let history = this.#runs.get(id)
    if (!history) this.#runs.set(id, (history = { from: before, deeds: [] }))
    history.deeds.push(deed)
    this.#count(1)
    if (history.deeds.length > mostPerRun) this.#forgetHalf(history)
    this.#trim()
  }

  /** What is remembered of a run; undefined where nothing is any more. */
  of(run: string): Readonly<History> | undefined {
    return this.#runs.get(run)
  }

  /** Roughly. */
  get bytes(): number {
    return this.#deeds * bytesPerDeed
  }

  /** All that is remembered, those first that are forgotten first. */
  save(): History[] {
    return [...this.#runs.values()]
  }

  load(histories: History[]): void {
    this.clear()
    for (const history of histories) {
      this.#runs.set(history.from.run.id, history)
      this.#count(history.deeds.length)
    }
    this.#trim()
  }

  clear(): void {
    this.#count(-this.#deeds)
    this.#runs.clear()
  }

  #forgetHalf(history: History): void {
    const forgotten = history.deeds.splice(0, mostPerRun / 2)
    for (const deed of forgotten) history.from = after(history.from, deed, eventsOf(history.from, deed))
    this.#count(-forgotten.length)
  }

  #trim(): void {
    while (this.#deeds > mostPerProject && this.#runs.size > 1) this.#drop(this.#runs.keys().next().value!)
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
