import type { Scenario } from '../scenario/scenario.ts'
import type { Tally } from './tally.ts'

export interface Queued {
  scenario: Scenario
  left: number
}

/**
 * Scenarios for the next runs of a project. Each is for so many create requests (decisions 13), except that one which refuses a counted
 * number of them itself ("three 429s, then …") is for so many runs: the refusals belong to it.
 */
export class Queue {
  #queued: Queued[] = []
  readonly #made: Tally

  constructor(made: Tally) {
    this.#made = made
  }

  /** A name for a scenario that has none. */
  newName(): string {
    return `next ${this.#made.next('next')}`
  }

  add(scenario: Scenario, times: number): void {
    this.#queued.push({ scenario, left: times })
  }

  /** The scenario for a create request, if any is queued. */
  take(): Scenario | undefined {
    const [first] = this.#queued
    if (first && !refusesSome(first.scenario)) this.#use(first)
    return first?.scenario
  }

  /** A run of a queued scenario has been created. */
  started(scenario: Scenario): void {
    const [first] = this.#queued
    if (first && first.scenario.name === scenario.name && refusesSome(first.scenario)) this.#use(first)
  }

  save(): Queued[] {
    return this.#queued.map((queued) => ({ ...queued }))
  }

  load(queued: Queued[]): void {
    this.#queued = queued
  }

  /** What is still to come. */
  get size(): number {
    return this.#queued.length
  }

  list(): { scenario: string; times: number }[] {
    return this.#queued.map(({ scenario, left }) => ({ scenario: scenario.name, times: left }))
  }

  clear(): void {
    this.#queued = []
  }

  #use(first: Queued): void {
    if (--first.left <= 0) this.#queued.shift()
  }
}

function refusesSome({ faults }: Scenario): boolean {
  return faults.some(({ on, times, handled }) => on === 'create' && times !== null && !handled)
}
