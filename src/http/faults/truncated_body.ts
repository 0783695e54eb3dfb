import { allMoments } from '../../scenario/moments.ts'
import { bare, defineFault } from './fault.ts'

export const truncated_body = defineFault({
  what: 'The body breaks off although the answer ends properly: half of it, or so many bytes.',
  on: allMoments,
  schema: (z) =>
    z.union([bare(z), z.strictObject({ after_bytes: z.int().min(0).describe('How many bytes of the body arrive.') })]),
  whole: ({ body, ...head }, args) => {
    const kept = typeof args === 'object' && args ? args.after_bytes : body.length >> 1
    return { ...head, body: body.subarray(0, kept) }
  },
})
