import { type JournalFilter, wanted } from '../engine/journal/filter.ts'
import { type JournalEntry, view } from '../engine/journal/view.ts'
import type { Projects } from '../engine/projects.ts'
import { type ProjectTime, projectTime } from './clock.ts'

/** One isolated world of an emulator, from the test's side. It is made at first use, and made anew after a reset. */
export interface ProjectControl {
  readonly name: string
  readonly clock: ProjectTime
  /** What ids and invented content follow from; what was made before it is set stays as it is. */
  seed: string
  /**
   * What was asked and what was answered, oldest first, as far as the filter wants it: `journal({ method: 'POST', path: '/runs' })`.
   * With `wall_ms: false` two journals of the same story are equal.
   */
  journal(filter?: JournalFilter & { wall_ms?: boolean }): JournalEntry[]
  /** Forgets all that the project has, and its settings. */
  reset(): void
}

export function projectControl(projects: Projects, name: string): ProjectControl {
  const project = () => projects.get(name)
  return {
    name,
    clock: projectTime(project),
    get seed() {
      return project().seed
    },
    set seed(seed) {
      project().reseed(String(seed))
    },
    journal: ({ wall_ms = true, ...filter } = {}) =>
      [...project().journal].filter(wanted(filter)).map((entry) => view(entry, { wall_ms })),
    reset: () => projects.reset(name),
  }
}
