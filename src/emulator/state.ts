import { readFileSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { readBody } from '../engine/body.ts'
import type { Projects } from '../engine/projects.ts'
import type { State, States } from '../engine/state/document.ts'
import { addObjects, loadState } from '../engine/state/load.ts'
import { saveState } from '../engine/state/save.ts'
import { stateSchema } from '../engine/state/schema.ts'
import { loadStates, printStates } from '../engine/state/states.ts'

/** What a project has, to keep it, to go back to it, or to begin with it. */
export interface ProjectState {
  /** All of it as one document, ids and times included; runs in the middle of their scripts go on where they were. */
  save(): State
  /** Makes the project what it was; whatever it has now is forgotten. */
  load(state: State): Promise<void>
  /**
   * Adds assistants, files, vector stores, and threads with messages, with the ids that are given; what a create request could leave out
   * may be left out.
   * @throws ControlError where one of them is there already
   */
  add(objects: Omit<State, 'emulator'>): Promise<void>
}

export function projectState(projects: Projects, name: string): ProjectState {
  return {
    save: () => JSON.parse(JSON.stringify(saveState(projects.get(name)))) as State,
    load: (state) => loadState(projects, name, checked(state)),
    add: (objects) => addObjects(projects.get(name), checked(objects)),
  }
}

/** A copy: what is loaded changes while it plays. */
function checked(state: State): State {
  return readBody(JSON.stringify(state), stateSchema(), 'state') as State
}

/** The state of all projects, or a seed file for the default project. @throws Error where it cannot be read, ControlError where it is wrong */
export async function loadStateFile(projects: Projects, path: string, name: string): Promise<string[]> {
  return loadStates(projects, readBody(readFileSync(path, 'utf8'), stateSchema(), path) as State | States, name)
}

/** Written beside it and then renamed: whatever happens, there is a whole file. Others get their turn between two projects. */
export async function saveStateFile(projects: Projects, path: string): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`
  try {
    const file = await open(beside, 'w', 0o600)
    try {
      for (const piece of printStates(projects)) await file.writeFile(piece)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}
