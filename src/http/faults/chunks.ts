import { allMoments } from '../../scenario/moments.ts'
import { encode } from '../frames.ts'
import { defineFault } from './fault.ts'
import { isFrame } from './selector.ts'

export const chunks = defineFault({
  what: 'The body comes in chunks of so many bytes, across the borders of events and of characters, or of so many events. A chunk is sent when it is full or the body ends.',
  on: allMoments,
  schema: (z) =>
    z
      .strictObject({
        bytes: z.int().min(1).optional().describe('So many bytes a chunk.'),
        events: z
          .union([z.int().min(1), z.literal('all')])
          .optional()
          .describe('So many events a chunk.'),
      })
      .refine(({ bytes, events }) => (bytes === undefined) !== (events === undefined), {
        error: 'expected "bytes" or "events", one of them',
      }),
  check: ({ events }, on) =>
    events !== undefined && on !== 'stream' && on !== 'submit_stream'
      ? `only a stream has events: use "bytes" on ${on}`
      : undefined,
  events: async function* (pieces, { events: size }) {
    if (size === undefined) return yield* pieces
    let chunk = ''
    let count = 0
    for await (const piece of pieces) {
      if (piece instanceof Uint8Array) throw new TypeError('bytes among events')
      chunk += isFrame(piece) ? encode(piece) : piece
      if (!isFrame(piece) || ++count !== size) continue
      yield chunk
      chunk = ''
      count = 0
    }
    if (chunk) yield chunk
  },
  bytes: async function* (bytes, { bytes: size }) {
    if (size === undefined) return yield* bytes
    let rest = new Uint8Array()
    for await (const chunk of bytes) {
      rest = Buffer.concat([rest, chunk])
      for (; rest.length >= size; rest = rest.subarray(size)) {
        yield rest.subarray(0, size)
        // A turn of the event loop, so that two chunks do not leave as one.
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    if (rest.length > 0) yield rest
  },
})
