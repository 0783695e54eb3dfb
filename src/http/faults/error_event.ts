import { ApiError } from '../../run/api_error.ts'
import { streams } from '../../scenario/moments.ts'
import { lastFrame } from '../frames.ts'
import { beforeRest } from './ends.ts'
import { defineFault } from './fault.ts'

/** protocol.md §5.8. */
export const error_event = defineFault({
  what: 'The stream ends with `event: error` while its run goes on.',
  on: streams,
  schema: (z) =>
    z.union([
      z.null(),
      z.literal(['wrapped', 'bare']),
      z.strictObject({
        after_events: z
          .int()
          .min(0)
          .optional()
          .describe('How many events come before it; up to where the run rests if left out.'),
        form: z
          .literal(['wrapped', 'bare'])
          .optional()
          .describe(
            'wrapped: {"error": {…}}, as the service sent it; bare: the error by itself, as its document says.',
          ),
        message: z.string().optional(),
        type: z.string().optional(),
        code: z.string().nullable().optional(),
        done: z.boolean().optional().describe('Whether done follows; default true.'),
      }),
    ]),
  events: async function* (events, args, { exchange }) {
    const given = typeof args === 'string' ? { form: args } : (args ?? {})
    const { after_events, form = 'wrapped', done = true, ...rest } = given
    const error = {
      ...new ApiError('stream_failed', { request: exchange.entry.request_id }).body.error,
      ...rest,
    }
    yield* beforeRest(events, after_events)
    yield { event: 'error', data: JSON.stringify(form === 'wrapped' ? { error } : error) }
    if (done) yield lastFrame
  },
})
