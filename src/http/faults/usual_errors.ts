import type { Exchange } from '../exchange.ts'

interface UsualError {
  message: string
  type: string
  param: string | null
  code: string | null
  headers?: Record<string, string>
}

/**
 * The body that goes with a status. 401, 429 and 500: protocol.md §1.4 and §4.8; the others are the platform's general ones, never
 * sighted on these endpoints.
 */
export function usual(status: number, exchange: Exchange): UsualError {
  const invalid = { type: 'invalid_request_error', param: null, code: null }
  const failed = { type: 'server_error', param: null, code: null }
  switch (status) {
    case 401:
      return {
        ...invalid,
        message: `Incorrect API key provided: ${masked(exchange)}. You can find your API key at https://platform.openai.com/account/api-keys.`,
        code: 'invalid_api_key',
        headers: { 'www-authenticate': 'Bearer realm="OpenAI API"' },
      }
    case 403:
      return {
        message: 'Country, region, or territory not supported',
        type: 'request_forbidden',
        param: null,
        code: 'unsupported_country_region_territory',
      }
    case 404: {
      const { method, path } = exchange.context.req
      return { ...invalid, message: `Invalid URL (${method} ${path})` }
    }
    case 408:
      return { ...failed, message: 'Request timed out.', code: 'timeout' }
    case 409:
      return { ...invalid, message: 'The resource was updated by another process. Please retry your request.' }
    case 429:
      return { message: 'Rate limit reached for requests', type: 'requests', param: null, code: 'rate_limit_exceeded' }
    case 500:
      return { ...failed, message: 'The server had an error while processing your request. Sorry about that!' }
    case 503:
      return {
        ...failed,
        message:
          'The server is currently overloaded with other requests. Sorry about that! You can retry your request, or contact us through our help center at help.openai.com if the error persists.',
      }
    default:
      return { ...(status < 500 ? invalid : failed), message: `The request failed with status ${status}.` }
  }
}

/** As the service masks a key: its first and last characters. */
function masked(exchange: Exchange): string {
  const key = (exchange.header('authorization') ?? '').replace(/^Bearer /, '')
  return key.length > 12 ? `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}` : '*'.repeat(key.length)
}
