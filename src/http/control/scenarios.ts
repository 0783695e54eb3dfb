import { ControlError } from '../../engine/control_error.ts'
import { addScenario } from '../../engine/add_scenario.ts'
import { type Catalog, NoScenario } from '../../scenario/catalog.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { defineControl } from './control.ts'
import { scenario, scenarios, scenarioText } from './results.ts'
import type { ControlRequest } from './request.ts'

/** The project's catalog, or under `?project=*` the one below all of them. */
function catalogOf(request: ControlRequest): Catalog {
  return request.all ? request.services.catalog : request.project.catalog
}

/** As a thing that a path names: 404. @throws ControlError */
function find(catalog: Catalog, name: string): Scenario {
  try {
    return catalog.get(name)
  } catch (error) {
    throw error instanceof NoScenario ? new ControlError(error.code, error.message, 404) : error
  }
}

function show(catalog: Catalog, name: string) {
  const { description, file, match } = find(catalog, name)
  return { name, description, file, shipped: catalog.isShipped(name), matches: match.length > 0 }
}

export const listScenarios = defineControl({
  method: 'get',
  path: '/scenarios',
  about: 'server',
  result: ['ScenarioList', scenarios],
  library: 'emulator.scenarios.names()',
  summary: 'The scenarios that the project has.',
  answer:
    'For each its name and description, where it was read from, whether it was shipped, and whether it has a `match`.',
  serve: (request) => {
    const catalog = catalogOf(request)
    return { object: 'list', data: catalog.names().map((name) => show(catalog, name)) }
  },
})

export const readScenario = defineControl({
  method: 'get',
  path: '/scenarios/:name',
  about: 'server',
  result: ['ScenarioText', scenarioText],
  library: 'emulator.scenarios.text(name)',
  summary: 'A scenario, with the text it was read from.',
  answer: 'The same as in the list, and `text`.',
  serve: (request) => {
    const catalog = catalogOf(request)
    const name = request.param('name')
    return { ...show(catalog, name), text: catalog.text(name) }
  },
})

export const putScenario = defineControl({
  method: 'put',
  path: '/scenarios/:name',
  about: 'server',
  result: ['Scenario', scenario],
  library: 'emulator.scenarios.put(name, yaml)',
  summary: 'Adds a scenario, or replaces the one of that name; the body is what would stand in its file.',
  body: (z) => z.record(z.string(), z.unknown()),
  answer: 'The scenario, as in the list. What is wrong with it is told with line and column.',
  serve: (request, _body, { text }) => {
    const name = request.param('name')
    if (request.all) {
      request.services.projects.room.mustHold()
      request.services.catalog.add({ [name]: text })
      for (const project of request.projects) project.forget(name)
    } else addScenario(request.project, name, text)
    return show(catalogOf(request), name)
  },
})

export const deleteScenario = defineControl({
  method: 'delete',
  path: '/scenarios/:name',
  about: 'server',
  result: ['Deleted', (z) => z.strictObject({ name: z.string(), deleted: z.literal(true) })],
  library: 'emulator.scenarios.delete(name)',
  summary: 'Takes away a scenario that was put or given by the user.',
  answer: 'The name of the scenario. Where it stood in front of another of the same name, that one is there again.',
  serve: (request) => {
    const name = request.param('name')
    const catalog = catalogOf(request)
    if (!catalog.remove(name)) {
      find(catalog, name)
      const whose = catalog.isShipped(name) ? 'is shipped with run-emulator' : 'belongs to the server: send ?project=*'
      throw new ControlError('not_yours', `The scenario "${name}" ${whose}.`)
    }
    return { name, deleted: true }
  },
})
