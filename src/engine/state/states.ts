import type { Projects } from '../projects.ts'
import { type State, type States, stateVersion } from './document.ts'
import { loadState } from './load.ts'
import { saveState } from './save.ts'
import { mustBeWhole } from './seal.ts'

/** The state of all projects. */
export function saveStates(projects: Projects): States {
  return {
    run_emulator_state: stateVersion,
    projects: Object.fromEntries([...projects].map((project) => [project.name, saveState(project)])),
  }
}

/** Loads a document: one of all projects forgets those that there are, one of a single project is for `name`. */
export async function loadStates(projects: Projects, document: State | States, name: string): Promise<string[]> {
  if (!('projects' in document)) {
    await loadState(projects, name, document)
    return [name]
  }
  for (const state of Object.values(document.projects)) mustBeWhole(state)
  projects.resetAll()
  for (const [each, state] of Object.entries(document.projects)) await loadState(projects, each, state)
  return Object.keys(document.projects)
}
