import { Heap, type HeapEntry } from './heap.ts'

export interface Entry extends HeapEntry {
  kind: 'work' | 'deadline'
  run: () => void
}

/** What is planned, in order of time. */
export class Agenda {
  readonly #work = new Heap<Entry>()
  readonly #deadlines = new Heap<Entry>()
  #order = 0

  add(due: number, kind: Entry['kind'], run: () => void): Entry {
    const entry: Entry = { due, kind, run, order: this.#order++, position: -1 }
    this.#heap(kind).push(entry)
    return entry
  }

  remove(entry: Entry): void {
    this.#heap(entry.kind).remove(entry)
  }

  readonly nextWork = (): Entry | undefined => this.#work.peek()

  /** The next of both kinds; work before a deadline of the same moment. */
  readonly next = (): Entry | undefined => {
    const work = this.#work.peek()
    const deadline = this.#deadlines.peek()
    return work && deadline ? (deadline.due < work.due ? deadline : work) : (work ?? deadline)
  }

  /**
   * Runs what is due by `moment`, in order. What that plans anew is left for the next turn, even if due at once, so that
   * clients can react in between.
   */
  runDue(moment: number, next: () => Entry | undefined): void {
    const planned = this.#order
    for (let entry = next(); entry && entry.due <= moment && entry.order < planned; entry = next()) {
      this.remove(entry)
      entry.run()
    }
  }

  clear(): void {
    for (const heap of [this.#work, this.#deadlines]) while (heap.pop());
  }

  #heap(kind: Entry['kind']): Heap<Entry> {
    return kind === 'work' ? this.#work : this.#deadlines
  }
}
