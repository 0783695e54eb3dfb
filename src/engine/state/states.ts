import { ControlError } from '../control_error.ts'
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

/** Longer than this, a document could be written but not be read again. */
const mostCharacters = 500_000_000

/**
 * The document of all projects, printed in pieces: each project is as it was at one moment, when its piece was asked for. Once half of the
 * `most` characters are used, journals and histories are left out: they are worth less than what the room is needed for.
 * @throws ControlError where it is too large
 */
export function* printStates(projects: Projects, most = mostCharacters): Generator<string> {
  yield `{"run_emulator_state":${stateVersion},"projects":{`
  let length = 0
  let comma = ''
  for (const { name } of [...projects]) {
    const project = projects.peek(name)
    if (!project) continue
    const piece = `${comma}${JSON.stringify(name)}:${JSON.stringify(saveState(project, { records: length < most / 2 }))}`
    length += piece.length
    if (length > most)
      throw new ControlError('too_large', `The state of all projects is longer than ${most} characters.`)
    yield piece
    comma = ','
  }
  yield '}}\n'
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
