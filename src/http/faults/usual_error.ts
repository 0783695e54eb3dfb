import { ApiError } from '../../run/api_error.ts'
import type { Exchange } from '../exchange.ts'
import { keyOf, masked } from '../introduce.ts'

/** What goes with a status: the service's error, or where it was never seen to answer so, a word about it. */
export function usualError(status: number, exchange: Exchange): Pick<ApiError, 'status' | 'body' | 'headers'> {
  switch (status) {
    case 401:
      return new ApiError('wrong_key', { masked: masked(keyOf(exchange.context) ?? '') })
    case 403:
      return new ApiError('forbidden')
    case 404:
      return new ApiError('unknown_url', exchange.context.req)
    case 408:
      return new ApiError('timed_out')
    case 409:
      return new ApiError('conflict')
    case 429:
      return new ApiError('rate_limited')
    case 500:
      return new ApiError('server_error')
    case 503:
      return new ApiError('overloaded')
    default: {
      const type = status < 500 ? 'invalid_request_error' : 'server_error'
      const message = `The request failed with status ${status}.`
      return { status, body: { error: { message, type, param: null, code: null } }, headers: {} }
    }
  }
}
