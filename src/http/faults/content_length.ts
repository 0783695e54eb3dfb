import { allMoments } from '../../scenario/moments.ts'
import { Break } from '../transport.ts'
import { defineFault } from './fault.ts'

export const content_length = defineFault({
  what: 'The head promises more bytes than the body has (then the connection is closed after them), or fewer.',
  on: allMoments,
  schema: (z) =>
    z
      .strictObject({
        more: z.int().min(1).optional().describe('By how many bytes it promises too much.'),
        less: z.int().min(1).optional().describe('By how many bytes it promises too little.'),
      })
      .refine(({ more, less }) => (more === undefined) !== (less === undefined), {
        error: 'expected "more" or "less", one of them',
      }),
  whole: ({ status, headers, body }, { more = 0, less = 0 }, exchange) => {
    const length = Math.max(0, body.length + more - less)
    return {
      status,
      headers: { ...headers, 'content-length': String(length) },
      // What a client over a socket does not read as the body, it never sees in process.
      body: exchange.outgoing ? body : body.subarray(0, length),
    }
  },
  bytes: async function* (bytes, { more }) {
    yield* bytes
    if (more !== undefined) throw new Break('cut')
  },
})
