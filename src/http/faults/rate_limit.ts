import { parseDuration } from '../../scenario/durations.ts'
import { duration } from '../../scenario/format/time.ts'
import { allMoments } from '../../scenario/moments.ts'
import { ApiError } from '../../run/api_error.ts'
import { pretty } from '../json.ts'
import { defineFault } from './fault.ts'

export const rate_limit = defineFault({
  what: 'HTTP 429 with every header that tells a client when to come back. The argument is how long it should wait.',
  on: allMoments,
  handled: [false, true],
  schema: (z) => duration(z),
  instead: (wait, exchange) => {
    const ms = parseDuration(wait)!
    const { status, body } = new ApiError('rate_limited')
    return {
      status,
      headers: {
        ...exchange.headers('application/json'),
        'retry-after': String(Math.ceil(ms / 1000)),
        'retry-after-ms': String(ms),
        'x-ratelimit-limit-requests': '500',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': wait.replaceAll(' ', ''),
        'x-should-retry': 'true',
      },
      body: pretty(body),
    }
  },
})
