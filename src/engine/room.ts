import { counted } from '../scenario/words.ts'
import { ControlError } from './control_error.ts'

interface Some {
  readonly size: number
}

/** What a project holds that requests can make more of. */
export interface Held {
  assistants: Some
  files: { all: Some }
  queue: Some
  injected: Some
  catalog: Some
  vectorStores: { all: Iterable<{ files: Some; batches: Some }> }
  threads: { all: ReadonlyMap<string, { messages: Some; runs: Iterable<{ state: { steps: readonly unknown[] } }> }> }
}

/**
 * How many things a project, or the server, may hold. They are counted when there might be too many, not each time one is made or deleted: what scripts
 * make is counted too.
 */
export class Room {
  readonly #holder: string
  readonly #count: () => number
  readonly #most: number
  /** How many there were when they were last counted, and have been made since: never less than there are by clients. */
  #atMost = Infinity

  /** `holder` is told whoever is refused; `count` counts what it holds. */
  constructor(holder: string, most: number, count: () => number) {
    this.#holder = holder
    this.#most = most
    this.#count = count
  }

  /** Asked before things are made; nothing has happened yet. @throws ControlError where there is no room for so many more */
  mustHold(more = 1): void {
    if (this.#atMost + more > this.#most) this.#atMost = this.#count()
    if (this.#atMost + more > this.#most)
      throw new ControlError(
        'too_many_objects',
        `The ${this.#holder} holds ${counted(this.#atMost, 'object')} and may hold ${this.#most}: ${more} more ${more === 1 ? 'has' : 'have'} no room. ` +
          'Delete some, reset what is not needed, or allow more: --max-objects, or createEmulator({ limits: { objects } }).',
      )
    this.#atMost += more
  }
}

/** How many things there are in a project. */
export function objectsIn({ assistants, files, vectorStores, threads, queue, injected, catalog }: Held): number {
  let all = assistants.size + files.all.size + queue.size + injected.size + catalog.size
  for (const { files: taken, batches } of vectorStores.all) all += 1 + taken.size + batches.size
  for (const { messages, runs } of threads.all.values()) {
    all += 1 + messages.size
    for (const { state } of runs) all += 1 + state.steps.length
  }
  return all
}
