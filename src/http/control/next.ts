import { queueNext } from '../../engine/next.ts'
import { defineControl, forEach } from './control.ts'
import { queue } from './results.ts'

export const next = defineControl({
  method: 'post',
  path: '/next',
  about: 'each',
  result: ['Queue', queue],
  library: "emulator.next('hello', 2), emulator.next({ script: […] })",
  summary:
    'Queues a scenario for the next run or runs of the project, for applications whose requests cannot be changed. The header `X-Emulator-Scenario` of a request still wins.',
  body: (z) =>
    z.strictObject({
      scenario: z
        .union([z.string(), z.record(z.string(), z.unknown())])
        .describe('The name of a scenario, or a scenario as it would stand in a file.'),
      times: z.int().min(1).default(1).describe('For how many runs.'),
    }),
  answer: 'All that is queued.',
  serve: (request, { scenario, times }, { source }) =>
    forEach(request, (project) => {
      queueNext(project, typeof scenario === 'string' ? scenario : source('scenario'), times)
      return { queued: project.queue.list() }
    }),
})

export const readNext = defineControl({
  method: 'get',
  path: '/next',
  about: 'each',
  result: ['Queue', queue],
  library: 'emulator.queued()',
  summary: 'The scenarios that are queued and have not been used yet.',
  answer: 'For each its name, and for how many runs.',
  serve: (request) => forEach(request, ({ queue }) => ({ queued: queue.list() })),
})

export const clearNext = defineControl({
  method: 'delete',
  path: '/next',
  about: 'each',
  result: ['Queue', queue],
  library: 'emulator.clearQueue()',
  summary: 'Forgets all that is queued.',
  answer: 'Nothing is queued.',
  serve: (request) =>
    forEach(request, ({ queue }) => {
      queue.clear()
      return { queued: queue.list() }
    }),
})
