import { injectFault } from '../faults/inject.ts'
import { defineControl, forEach } from './control.ts'
import { faults } from './results.ts'

const answer = 'The faults that are still to come.'

export const putFault = defineControl({
  method: 'post',
  path: '/faults',
  about: 'each',
  result: ['Faults', faults],
  library: "emulator.faults.add({ path: '/runs', times: 3, http_error: 429 })",
  summary: 'Puts a fault on the next requests of the project that match, whatever they are about.',
  body: (z) =>
    z
      .looseObject({
        method: z.string().optional().describe('Any if left out.'),
        path: z.string().optional().describe('The end of the path, such as `/threads/*/runs`; any if left out.'),
        times: z.int().min(1).nullable().default(1).describe('How many of them; null for all.'),
        after: z.int().min(0).default(0).describe('How many of them pass before.'),
      })
      .describe("And a fault as in a scenario's `faults`: http_error: 429."),
  answer,
  serve: (request, body, { source }) =>
    forEach(request, (project) => {
      injectFault(project, body, source())
      return { faults: project.injected.list() }
    }),
})

export const readFaults = defineControl({
  method: 'get',
  path: '/faults',
  about: 'each',
  result: ['Faults', faults],
  library: 'emulator.faults.list()',
  summary: 'The faults that were put on requests and have not struck yet.',
  answer,
  serve: (request) => forEach(request, ({ injected }) => ({ faults: injected.list() })),
})

export const clearFaults = defineControl({
  method: 'delete',
  path: '/faults',
  about: 'each',
  result: ['Faults', faults],
  library: 'emulator.faults.clear()',
  summary: 'Takes back all faults that were put on requests.',
  answer,
  serve: (request) =>
    forEach(request, ({ injected }) => {
      injected.clear()
      return { faults: injected.list() }
    }),
})
