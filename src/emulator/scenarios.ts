import type { Project } from '../engine/project.ts'
import { addScenario } from '../engine/add_scenario.ts'

/** The scenarios of one project: its own, the emulator's, the shipped ones, in this order. */
export interface ProjectScenarios {
  /** The names of all, sorted. */
  names(): string[]
  /** Whether it came with the package. */
  isShipped(name: string): boolean
  /** The text that a scenario was read from. @throws NoScenario */
  text(name: string): string
  /**
   * Adds a scenario for this project only, or replaces it: YAML, or the object that the YAML would be.
   * @throws ScenarioError with line and column, ControlError where there is no room
   */
  put(name: string, scenario: string | object): void
  /** Takes away one that was put; false if there was none. */
  delete(name: string): boolean
}

export function projectScenarios(project: () => Project): ProjectScenarios {
  return {
    names: () => project().catalog.names(),
    isShipped: (name) => project().catalog.isShipped(name),
    text: (name) => project().catalog.text(name),
    put: (name, scenario) => addScenario(project(), name, scenario),
    delete: (name) => project().catalog.remove(name),
  }
}
