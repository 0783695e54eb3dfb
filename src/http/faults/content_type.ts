import { allMoments } from '../../scenario/moments.ts'
import { defineFault } from './fault.ts'

export const content_type = defineFault({
  what: 'The answer says that it is something else than it is.',
  on: allMoments,
  schema: (z) => z.string().regex(/^[\x20-\x7e]+$/, { error: 'expected a content type such as text/html' }),
  head: ({ status, headers }, type) => ({ status, headers: { ...headers, 'content-type': type } }),
})
