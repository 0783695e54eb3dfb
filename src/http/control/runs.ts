import { forceRun, releaseRun, stepRun } from '../../engine/by_hand.ts'
import { inspectRun, listRuns } from '../../engine/inspect.ts'
import { defineControl } from './control.ts'
import { run, runs } from './results.ts'

const answer = 'The run, its scenario, what it waits for, and its history.'

export const readRuns = defineControl({
  method: 'get',
  path: '/runs',
  about: 'together',
  result: ['RunList', runs],
  library: 'emulator.runs.list()',
  summary: 'The runs of the project.',
  answer: 'For each its thread, status, scenario, and what it waits for.',
  serve: ({ projects }) => ({ object: 'list', data: projects.flatMap(listRuns) }),
})

export const readRun = defineControl({
  method: 'get',
  path: '/runs/:run',
  about: 'one',
  result: ['RunInspection', run],
  library: 'emulator.runs.get(id)',
  summary:
    'A run with its history: every command and event with its time, who asked, and the line of the script that did.',
  answer,
  serve: (request) => inspectRun(request.project, request.param('run')),
})

export const step = defineControl({
  method: 'post',
  path: '/runs/:run/step',
  about: 'one',
  result: ['RunInspection', run],
  library: 'emulator.runs.step(id, 2)',
  summary:
    'Plays the next effect of the script now, whatever the run waits for. From then on it moves only when stepped, until it is released.',
  body: (z) => z.strictObject({ times: z.int().min(1).default(1).describe('How many effects.') }),
  mayBeEmpty: true,
  answer,
  serve: (request, { times }) => {
    const { id } = stepRun(request.project, request.param('run'), times)
    return inspectRun(request.project, id)
  },
})

export const release = defineControl({
  method: 'post',
  path: '/runs/:run/release',
  about: 'one',
  result: ['RunInspection', run],
  library: 'emulator.runs.release(id)',
  summary: 'Lets a run go on, whatever it waits for: a time, reads, a gate, a hold, or the next step.',
  answer,
  serve: (request) => {
    const { id } = releaseRun(request.project, request.param('run'))
    return inspectRun(request.project, id)
  },
})

export const force = defineControl({
  method: 'post',
  path: '/runs/:run/force',
  about: 'one',
  result: ['RunInspection', run],
  library: "emulator.runs.force(id, { status: 'failed' })",
  summary: 'Brings a run to a status at once, as far as its lifecycle allows it.',
  body: (z) =>
    z.strictObject({
      status: z.enum(['in_progress', 'completed', 'incomplete', 'failed', 'cancelling', 'cancelled', 'expired']),
      last_error: z
        .strictObject({ code: z.string(), message: z.string().optional() })
        .optional()
        .describe("With failed: why. Default: server_error, in the service's words."),
      incomplete_details: z
        .strictObject({ reason: z.string() })
        .optional()
        .describe('With incomplete: why. Default: max_completion_tokens.'),
    }),
  answer,
  serve: (request, body) => {
    const { id } = forceRun(request.project, request.param('run'), body)
    return inspectRun(request.project, id)
  },
})
