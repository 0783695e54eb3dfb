import type { Context } from 'hono'
import { ApiError } from '../run/api_error.ts'
import type { Exchange } from './exchange.ts'
import { header } from './header.ts'

/** How a request of this kind must introduce itself. */
export interface Rules {
  key: boolean
  beta: boolean
}

/** First the key, then the beta header (protocol.md §1.4). @throws ApiError */
export function introduce(exchange: Exchange, { key, beta }: Rules): void {
  if (key) mustHaveKey(exchange)
  if (beta && !exchange.services.lenient && !speaks(exchange, 'assistants=v2') && !speaks(exchange, 'assistants=v1'))
    throw new ApiError('missing_beta')
}

/** Whether a client wants the API's first version, which is no more. */
export function isOutdated(exchange: Exchange, { beta }: Rules): boolean {
  return beta && !exchange.services.lenient && speaks(exchange, 'assistants=v1') && !speaks(exchange, 'assistants=v2')
}

/** The recorded refusal names the model, which not every request does. @throws ApiError */
export async function refuseOutdated(exchange: Exchange): Promise<never> {
  const body = (await exchange.data()) as { model?: unknown }
  throw typeof body.model === 'string'
    ? new ApiError('outdated_beta', { model: body.model })
    : new ApiError('missing_beta')
}

function speaks(exchange: Exchange, version: string): boolean {
  return exchange.header('openai-beta')?.includes(version) === true
}

function mustHaveKey(exchange: Exchange): void {
  const key = keyOf(exchange.context)
  if (!key) throw new ApiError('missing_key')
  const { apiKeys } = exchange.services
  if (apiKeys && !apiKeys.has(key)) throw new ApiError('wrong_key', { masked: masked(key) })
}

/** A bearer token, the password of a browser's prompt, or Azure's header. */
export function keyOf(context: Context): string | undefined {
  const [, scheme, token = ''] = /^(bearer|basic)\s+(\S+)\s*$/i.exec(header(context, 'authorization') ?? '') ?? []
  if (scheme?.toLowerCase() === 'basic') return Buffer.from(token, 'base64').toString().split(':')[1]
  return token || header(context, 'api-key')
}

/** The key as the service showed it: eight characters, stars, four characters; a short one in full. */
export function masked(key: string): string {
  return key.length <= 12 ? key : key.slice(0, 8) + '*'.repeat(key.length - 12) + key.slice(-4)
}
