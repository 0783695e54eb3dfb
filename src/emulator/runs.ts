import { type Forced, forceRun, releaseRun, stepRun } from '../engine/by_hand.ts'
import { inspectRun, listRuns, type RunInspection } from '../engine/inspect.ts'
import type { Project } from '../engine/project.ts'

/** The runs of one project, to look into and to move by hand. An unknown id, or one whose run has ended, is an error. */
export interface ProjectRuns {
  list(): ReturnType<typeof listRuns>
  /** A run with its history: every command and event, its time, who asked, and the line of the script that did. */
  get(id: string): RunInspection
  /**
   * Plays the next effect of the script now, or the next `times`, whatever the run waits for. From then on it moves only when stepped,
   * until it is released.
   */
  step(id: string, times?: number): RunInspection
  /** Lets a run go on, whatever it waits for: a time, reads, a gate, a hold, or the next step. */
  release(id: string): RunInspection
  /** Brings a run to a status at once: `force(id, { status: 'failed', last_error: { code: 'rate_limit_exceeded' } })`. */
  force(id: string, to: Forced): RunInspection
}

export function projectRuns(project: () => Project): ProjectRuns {
  return {
    list: () => listRuns(project()),
    get: (id) => inspectRun(project(), id),
    step: (id, times) => inspectRun(project(), stepRun(project(), id, times).id),
    release: (id) => inspectRun(project(), releaseRun(project(), id).id),
    force: (id, to) => inspectRun(project(), forceRun(project(), id, to).id),
  }
}
