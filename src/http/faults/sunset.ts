import { allMoments } from '../../scenario/moments.ts'
import { ApiError } from '../../run/api_error.ts'
import { pretty } from '../json.ts'
import { bare, defineFault } from './fault.ts'

export const sunset = defineFault({
  what: 'The answer of a service that is no more.',
  on: allMoments,
  handled: [false],
  schema: bare,
  instead: (_, exchange) => {
    const { status, body } = new ApiError('sunset')
    return { status, headers: exchange.headers('application/json'), body: pretty(body) }
  },
})
