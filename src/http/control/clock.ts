import { moveClock } from '../../engine/advance.ts'
import { clockModes } from '../../engine/clock/clock.ts'
import type { Project } from '../../engine/project.ts'
import { type RunStatus, runStatuses } from '../../run/lifecycle.ts'
import { defineControl, forEach } from './control.ts'
import { clock } from './results.ts'

const show = (project: Project) => ({
  mode: project.clock.mode,
  now: new Date(project.clock.now()).toISOString(),
})
const answer = 'The mode of the clock, and its time.'

export const readClock = defineControl({
  method: 'get',
  path: '/clock',
  about: 'each',
  result: ['Clock', clock],
  library: 'emulator.clock.now(), emulator.clock.mode',
  summary: 'The time of the project.',
  answer,
  serve: (request) => forEach(request, show),
})

export const setClock = defineControl({
  method: 'put',
  path: '/clock',
  about: 'each',
  result: ['Clock', clock],
  library: "emulator.clock.mode = 'manual'",
  summary: 'Changes the mode of the clock. Time goes on from where it is, and what is planned stays planned.',
  body: (z) => z.strictObject({ mode: z.enum(clockModes) }),
  answer,
  serve: (request, { mode }) =>
    forEach(request, (project) => {
      project.clock.setMode(mode)
      return show(project)
    }),
})

export const advance = defineControl({
  method: 'post',
  path: '/clock/advance',
  about: 'one',
  result: ['Clock', clock],
  library: "emulator.clock.advance('10m'), emulator.clock.advance({ until: … })",
  summary: 'Moves a skip or manual clock on, by a duration, or until a run has a status or rests.',
  body: (z) =>
    z.strictObject({
      by: z
        .union([z.string(), z.number()])
        .optional()
        .describe('A duration such as 300ms, 2s, 10m or 1h; a number is milliseconds.'),
      until: z
        .strictObject({
          run: z.string().describe('The id of the run.'),
          status: z
            .enum([...(runStatuses as [RunStatus]), 'rest'])
            .optional()
            .describe('`rest`, the default: until it waits for nobody but a client.'),
        })
        .optional()
        .describe('How far to go, in place of `by`.'),
    }),
  answer,
  serve: async ({ project }, move) => {
    await moveClock(project, move)
    return show(project)
  },
})
