import type { Project } from '../engine/project.ts'
import { type InjectedFault, injectFault } from '../http/faults/inject.ts'

/** Faults that are put on requests, whatever they are about. */
export interface ProjectFaults {
  /**
   * Puts a fault on the next requests that match: `add({ method: 'POST', path: '/runs', times: 3, http_error: 429 })`. The faults and
   * what goes with them are those of a scenario.
   * @throws ScenarioError where the fault is none
   */
  add(fault: InjectedFault): void
  /** Those that have not struck yet. */
  list(): ReturnType<Project['injected']['list']>
  /** Takes all back. */
  clear(): void
}

export function projectFaults(project: () => Project): ProjectFaults {
  return {
    add: (fault) => injectFault(project(), fault),
    list: () => project().injected.list(),
    clear: () => project().injected.clear(),
  }
}
