import { moveClock, type Until } from '../engine/advance.ts'
import type { ClockMode } from '../engine/clock/clock.ts'
import type { Project } from '../engine/project.ts'

/** The time of one project. */
export interface ProjectTime {
  /** `skip`, `real` or `manual`. Setting it changes the mode; time goes on from where it is, and what is planned stays planned. */
  mode: ClockMode
  now(): Date
  /**
   * Moves a skip or manual clock on by milliseconds or a duration such as `10m`, or until a run has a status or rests. Everything that
   * falls due on the way happens at its moment, to other runs of the project as well.
   * @throws ControlError where it is told no time, ClockError where the clock is real, or the run can never get there: `completed` before its tool outputs are submitted, say
   */
  advance(by: number | string | { until: Until }): Promise<void>
}

export function projectTime(project: () => Project): ProjectTime {
  return {
    get mode() {
      return project().clock.mode
    },
    set mode(mode) {
      project().clock.setMode(mode)
    },
    now: () => new Date(project().clock.now()),
    advance: (by) => moveClock(project(), typeof by === 'object' && by !== null ? by : { by }),
  }
}
