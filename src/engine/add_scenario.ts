import type { Project } from './project.ts'

/** Adds a scenario for this project only, or replaces it. @throws ScenarioError with line and column, ControlError where there is no room */
export function addScenario(project: Project, name: string, scenario: string | object): void {
  project.room.mustHold()
  project.catalog.add({ [name]: scenario })
  project.forget(name)
}
