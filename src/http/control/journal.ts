import { wanted } from '../../engine/journal/filter.ts'
import { view } from '../../engine/journal/view.ts'
import { defineControl } from './control.ts'
import { journal as journalResult } from './results.ts'

export const journal = defineControl({
  method: 'get',
  path: '/journal',
  about: 'together',
  result: ['Journal', journalResult],
  library: "emulator.journal({ method: 'POST', path: '/runs' })",
  summary: 'The requests of the project and what was answered, oldest first.',
  query: {
    method: { says: 'Such as `POST`.' },
    path: { says: 'The end of the path: `/runs`, `/threads/*/runs`; `*` is one segment, `**` several.' },
    status: { says: 'An HTTP status, or a class such as `4xx`.' },
    run: { says: 'The id of a run.' },
    scenario: { says: 'The name of a scenario.' },
    since: { says: 'The number of an entry, for those after it; or an emulated time.' },
    wall_ms: {
      says: '`false` leaves out what differs from one day to the next, so that two journals can be compared.',
      words: ['true', 'false'],
    },
  },
  answer: 'The entries, and how many older ones were dropped to stay within the limits.',
  serve: (request) => {
    const [method, path, status, run, scenario, since] = ['method', 'path', 'status', 'run', 'scenario', 'since'].map(
      (name) => request.query(name),
    )
    const isWanted = wanted({ method, path, status, run, scenario, since })
    const wall_ms = request.query('wall_ms') !== 'false'
    const { projects } = request
    return {
      object: 'list',
      data: projects.flatMap(({ journal }) => [...journal].filter(isWanted).map((entry) => view(entry, { wall_ms }))),
      dropped: projects.reduce((sum, { journal }) => sum + journal.dropped, 0),
    }
  },
})

export const clearJournal = defineControl({
  method: 'delete',
  path: '/journal',
  about: 'together',
  result: ['Cleared', (z) => z.strictObject({ cleared: z.int() })],
  library: 'emulator.clearJournal()',
  summary: 'Forgets the entries of the journal; everything else stays.',
  answer: 'How many entries were forgotten.',
  serve: ({ projects }) => {
    const cleared = projects.reduce((sum, { journal }) => sum + journal.size, 0)
    for (const { journal } of projects) journal.clear()
    return { cleared }
  },
})
