import type { Source } from '../scenario/yaml.ts'
import { ControlError } from './control_error.ts'
import { mustCount } from './count.ts'
import type { Project } from './project.ts'

/**
 * Queues a scenario for the next runs of a project: by name, as YAML (a text of several lines), or as the object that the YAML would be.
 * @throws NoScenario, ScenarioError, ControlError
 */
export function queueNext(project: Project, scenario: string | object | Source, times = 1): void {
  const { queue, catalog, room } = project
  if (typeof scenario !== 'string' && (typeof scenario !== 'object' || scenario === null))
    throw new ControlError(
      'invalid_scenario',
      `Name a scenario, or give one as YAML or as an object, not ${String(scenario)}.`,
    )
  mustCount('times', times, 1)
  room.mustHold()
  const isName = typeof scenario === 'string' && !/\n|:\s/.test(scenario)
  queue.add(isName ? catalog.get(scenario) : catalog.read(queue.newName(), scenario), times)
}
