import { createClock } from './clock/create.ts'
import type { ClockMode } from './clock/clock.ts'
import { Project } from './project.ts'

export interface WorldOptions {
  clock: ClockMode
  seed: string
  /** What ids are derived from; differs per start where they must not repeat. */
  salt: string
}

export const defaultProject = 'default'

/** All projects; each is made when first spoken of. */
export class Projects {
  readonly #options: WorldOptions
  readonly #projects = new Map<string, Project>()

  constructor(options: WorldOptions) {
    this.#options = options
  }

  get(name: string): Project {
    let project = this.#projects.get(name)
    if (!project) {
      const { clock, seed, salt } = this.#options
      project = new Project({ name, clock: createClock(clock), seed: `${seed}\n${name}`, salt })
      this.#projects.set(name, project)
    }
    return project
  }

  /** Forgets a project; the next request finds it empty, its clock at the start. */
  reset(name: string): void {
    this.#projects.get(name)?.close()
    this.#projects.delete(name)
  }

  resetAll(): void {
    for (const name of [...this.#projects.keys()]) this.reset(name)
  }

  [Symbol.iterator](): IterableIterator<Project> {
    return this.#projects.values()
  }
}
