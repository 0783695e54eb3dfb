import { defineFault } from './fault.ts'

const defaults: Record<number, { message: string; type: string; code: string | null }> = {
  429: { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' },
  500: {
    message: 'The server had an error while processing your request. Sorry about that!',
    type: 'server_error',
    code: null,
  },
  503: {
    message:
      'The server is currently overloaded with other requests. Sorry about that! You can retry your request, or contact us through our help center at help.openai.com if the error persists.',
    type: 'server_error',
    code: null,
  },
}

/** An HTTP error with the service's body for that status, before anything happens. */
export const http_error = defineFault({
  on: ['create', 'poll', 'submit'],
  schema: (z) =>
    z.strictObject({
      status: z.int().min(400).max(599).describe('The HTTP status.'),
      message: z.string().optional().describe("The error's text; the service's own for 429, 500 and 503 if left out."),
      type: z.string().optional(),
      code: z.string().optional(),
      param: z.string().optional(),
      headers: z.record(z.string(), z.string()).optional().describe('More headers, such as retry-after-ms: "20".'),
    }),
  before: (exchange, { status, headers, ...given }) => {
    const { message, type, code } = {
      ...(defaults[status] ?? {
        message: `The request failed with status ${status}.`,
        type: 'invalid_request_error',
        code: null,
      }),
      ...given,
    }
    return exchange.json({ error: { message, type, param: given.param ?? null, code } }, status, headers)
  },
})
