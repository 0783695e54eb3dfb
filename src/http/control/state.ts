import { ControlError } from '../../engine/control_error.ts'
import type { State, States } from '../../engine/state/document.ts'
import { addObjects } from '../../engine/state/load.ts'
import { saveState } from '../../engine/state/save.ts'
import { stateSchema } from '../../engine/state/schema.ts'
import { loadStates, saveStates } from '../../engine/state/states.ts'
import { defineControl } from './control.ts'

export const exportState = defineControl({
  method: 'get',
  path: '/state',
  about: 'together',
  result: ['State', stateSchema],
  library: 'emulator.state.save(), emulator.saveState(path)',
  summary: 'All that the project has, runs in the middle of their scripts and their histories included.',
  answer: 'A document that PUT takes back.',
  serve: (request) => plain(request.all ? saveStates(request.services.projects) : saveState(request.project)),
})

export const importState = defineControl({
  method: 'put',
  path: '/state',
  about: 'together',
  result: ['Loaded', (z) => z.strictObject({ projects: z.array(z.string()) })],
  library: 'emulator.state.load(state), emulator.loadState(path)',
  summary:
    'Makes the project what it was when its state was exported; a document of all projects makes all what they were. Whatever is there is forgotten.',
  body: () => stateSchema(),
  answer: 'The names of the projects.',
  serve: async ({ services, projectName, all }, document) => {
    const state = document as State | States
    if (all && !('projects' in state))
      throw new ControlError('one_project', 'This is the state of one project: send ?project=NAME, not *.')
    return { projects: await loadStates(services.projects, state, projectName) }
  },
})

export const addToState = defineControl({
  method: 'post',
  path: '/state',
  about: 'one',
  result: ['Added', (z) => z.strictObject({ added: z.array(z.string()) })],
  library: 'emulator.state.add(objects)',
  summary:
    'Adds assistants, files, vector stores, and threads with messages, with the ids that they have in the document: a seed file. What a create request could leave out may be left out.',
  body: () => stateSchema(),
  answer: 'The ids of the objects.',
  serve: async ({ project }, document) => {
    const state = document as State | States
    if ('projects' in state || state.emulator)
      throw new ControlError('not_a_seed', 'This is an exported state: send it with PUT. POST adds objects only.')
    await addObjects(project, state)
    const { assistants = [], files = [], vector_stores = [], threads = [] } = state
    return { added: [...assistants, ...files, ...vector_stores, ...threads].map(({ id }) => id) }
  },
})

/** Compact, and no floats for the service's sake: a state may be large. */
function plain(document: State | States): Response {
  return new Response(JSON.stringify(document), { headers: { 'content-type': 'application/json' } })
}
