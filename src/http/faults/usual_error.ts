import { type ApiError, errors } from '../errors.ts'
import type { Exchange } from '../exchange.ts'
import { keyOf } from '../introduce.ts'

/** The error that goes with a status. */
export function usualError(status: number, exchange: Exchange): ApiError {
  switch (status) {
    case 401:
      return errors.wrongKey(keyOf(exchange) ?? '')
    case 403:
      return errors.forbidden()
    case 404:
      return errors.unknownUrl(exchange.context.req.method, exchange.context.req.path)
    case 408:
      return errors.timedOut()
    case 409:
      return errors.conflict()
    case 429:
      return errors.rateLimited()
    case 500:
      return errors.serverError()
    case 503:
      return errors.overloaded()
    default:
      return errors.unsighted(status)
  }
}
