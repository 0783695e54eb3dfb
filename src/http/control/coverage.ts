import { coverage } from '../../engine/coverage/coverage.ts'
import { printCoverage } from '../../engine/coverage/print.ts'
import { defineControl } from './control.ts'
import { coverage as coverageResult } from './results.ts'

export const readCoverage = defineControl({
  method: 'get',
  path: '/coverage',
  about: 'together',
  result: ['Coverage', coverageResult],
  library: "emulator.coverage(), emulator.coverage('text'), emulator.coverageOfAll()",
  summary:
    'Which statuses, errors and branches of the lifecycle have been exercised, and which never; of all projects, also by those that were reset.',
  query: { as: { says: '`json` is the default.', words: ['json', 'text', 'junit'] } },
  texts: ['text/plain', 'application/xml'],
  answer: 'How often each was, in groups.',
  serve: (request) => {
    const { projects, catalog } = request.services
    const covered = request.all
      ? coverage(projects.coverage(), catalog)
      : coverage(request.project.coverage, request.project.catalog)
    const as = request.query('as')
    if (as === 'text') return text(printCoverage.text(covered), 'text/plain')
    if (as === 'junit') return text(printCoverage.junit(covered), 'application/xml')
    return covered
  },
})

function text(body: string, type: string): Response {
  return new Response(body, { headers: { 'content-type': `${type}; charset=utf-8` } })
}
