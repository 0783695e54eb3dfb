import type { Agenda, Entry } from './agenda.ts'
import { VirtualClock } from './virtual.ts'

/** Jumps from one piece of work to the next, a turn of the event loop apart; never to a deadline. */
export class SkipClock extends VirtualClock {
  readonly mode = 'skip'
  #awake = false

  constructor(agenda?: Agenda, now?: number) {
    super(agenda, now)
    if (this.agenda.nextWork()) this.#wake()
  }

  override at(due: number, kind: Entry['kind'], run: () => void): Entry {
    const entry = super.at(due, kind, run)
    if (kind === 'work') this.#wake()
    return entry
  }

  #wake(): void {
    if (this.#awake) return
    this.#awake = true
    setImmediate(() => {
      this.#awake = false
      const entry = this.agenda.nextWork()
      if (!entry || this.stopped) return
      this.runMoment(entry.due, this.agenda.nextWork)
      if (this.agenda.nextWork()) this.#wake()
    })
  }
}
