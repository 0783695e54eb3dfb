import { allMoments } from '../../scenario/moments.ts'
import { bare, defineFault } from './fault.ts'

export const empty = defineFault({
  what: 'The status and the headers of success, and no body.',
  on: allMoments,
  schema: bare,
  head: ({ status, headers }) => ({
    status,
    headers: isStream(headers) ? headers : { ...headers, 'content-length': '0' },
  }),
  bytes: async function* () {},
})

function isStream(headers: Record<string, string>): boolean {
  return headers['content-type']?.startsWith('text/event-stream') === true
}
