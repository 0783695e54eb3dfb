import { ApiError } from '../run/api_error.ts'
import type { Serve } from './serve.ts'

/**
 * What no route takes: a known path with another method (405), or no path of ours (404). Both come before the question who asks.
 * `paths` are those of all routes, with parameters as `:name`.
 */
export function unrouted(paths: Iterable<string>): Serve {
  let known: RegExp | undefined
  return async (exchange) => {
    known ??= new RegExp(`^(?:${[...paths].map((path) => path.replace(/:\w+/g, '[^/]+')).join('|')})$`)
    const { method, path } = exchange.context.req
    // The journal shows what was sent.
    await exchange.data().catch(() => {})
    throw new ApiError(known.test(path) ? 'wrong_method' : 'unknown_url', { method, path })
  }
}
