import { allMoments } from '../../scenario/moments.ts'
import { pretty } from '../json.ts'
import { defineFault } from './fault.ts'
import { headers, written } from './headers.ts'
import { usualError } from './usual_error.ts'

export const http_error = defineFault({
  what: "An HTTP error with the service's body for that status.",
  on: allMoments,
  handled: [false, true],
  schema: (z) =>
    z.union([
      z.int().min(400).max(599),
      z.strictObject({
        status: z.int().min(400).max(599).describe('The HTTP status.'),
        message: z
          .string()
          .optional()
          .describe("The error's text; that which the service uses with the status if left out."),
        type: z.string().optional(),
        code: z.string().nullable().optional(),
        param: z.string().nullable().optional(),
        headers: headers(z).optional().describe('More headers, such as retry-after-ms: 20 or x-should-retry: false.'),
      }),
    ]),
  instead: (args, exchange) => {
    const { status: wanted, headers: more = {}, ...given } = typeof args === 'number' ? { status: args } : args
    const { status, body, headers } = usualError(wanted, exchange)
    return {
      status,
      headers: { ...exchange.headers('application/json'), ...headers, ...written(more) },
      body: pretty({ error: { ...body.error, ...given } }),
    }
  },
})
