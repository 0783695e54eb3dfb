import { ControlError } from '../../engine/control_error.ts'
import { leftovers } from '../../engine/leftovers.ts'
import { verdict } from '../../engine/verdict/verdict.ts'
import { expectationSchema } from '../../engine/verify/expectation.ts'
import { verify } from '../../engine/verify/verify.ts'
import { defineControl, forEach } from './control.ts'
import { leftovers as leftoversResult, verdict as verdictResult } from './results.ts'

export const verifyRequests = defineControl({
  method: 'post',
  path: '/verify',
  about: 'one',
  result: ['Verified', (z) => z.strictObject({ verified: z.literal(true) })],
  library: 'emulator.verify(expectation)',
  summary: 'Compares what clients have sent with what a test expects.',
  body: () => expectationSchema(),
  answer: '`verified: true`; else 400 with all that is different, and what there was.',
  serve: (request, expected) => {
    if (request.all) throw new ControlError('one_project', 'Verify one project at a time: send ?project=NAME, not *.')
    verify(request.project, expected)
    return { verified: true }
  },
})

export const readLeftovers = defineControl({
  method: 'get',
  path: '/leftovers',
  about: 'each',
  result: ['Leftovers', leftoversResult],
  library: 'emulator.leftovers()',
  summary: 'What a test should not leave behind without knowing it.',
  answer:
    'Runs that none of your scenarios with a `match` took, requests to unknown routes, queued scenarios that no run has used, faults that have not struck, runs that are still active.',
  serve: (request) => forEach(request, leftovers),
})

export const readVerdict = defineControl({
  method: 'get',
  path: '/verdict',
  about: 'each',
  result: ['Verdict', verdictResult],
  library: 'emulator.verdict()',
  summary: 'What the client did wrong until now.',
  answer: 'For each finding the rule, a sentence, the run, and the requests that show it.',
  serve: (request) => forEach(request, verdict),
})
