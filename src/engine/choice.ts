import type { Scenario } from '../scenario/scenario.ts'
import { hash } from '../scenario/invent/faker.ts'
import { Tally } from './tally.ts'

/**
 * How often each scenario of a project was used. Counts create requests that passed validation and the lock, whether or not a run
 * came of them, and outlives the scenario's reload (decisions 13).
 */
export class Choice {
  readonly used = new Tally()
  readonly drawn = new Tally()
  readonly #seed: () => string

  constructor(seed: () => string) {
    this.#seed = seed
  }

  /** Whether a scenario still answers: not used up, and, if it answers only a share of runs, drawn for this one. */
  takes({ name, times, probability }: Scenario): boolean {
    if (times !== null && this.used.count(name) >= times) return false
    if (probability === 1) return true
    return hash(this.#seed(), name, String(this.drawn.next(name))) / 2 ** 32 < probability
  }

  usedUp({ name, times }: Scenario): boolean {
    return times !== null && this.used.count(name) >= times
  }

  /** The scenario as it plays this time: of a sequence, the script whose turn it is. */
  use(scenario: Scenario): Scenario {
    const n = this.used.next(scenario.name) - 1
    if (!scenario.sequence) return scenario
    let passed = 0
    const turn = scenario.sequence.find(({ times }) => n < (passed += times)) ?? scenario.sequence.at(-1)!
    return { ...scenario, ...turn.script }
  }

  /** Counts from the beginning. */
  forget(name: string): void {
    this.used.forget(name)
    this.drawn.forget(name)
  }
}
