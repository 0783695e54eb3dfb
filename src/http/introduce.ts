import { errors } from './errors.ts'
import type { Exchange } from './exchange.ts'

/** How a request of this kind must introduce itself. */
export interface Rules {
  key: boolean
  beta: boolean
}

/** First the key, then the beta header (protocol.md §1.4). @throws ApiError */
export function introduce(exchange: Exchange, { key, beta }: Rules): void {
  if (key) mustHaveKey(exchange)
  if (beta && !exchange.services.lenient && !speaks(exchange, 'v2') && !speaks(exchange, 'v1')) throw errors.noBeta()
}

/** Whether a client wants the API's first version, which is no more. */
export function isOutdated(exchange: Exchange, { beta }: Rules): boolean {
  return beta && !exchange.services.lenient && speaks(exchange, 'v1') && !speaks(exchange, 'v2')
}

/** The recorded refusal names the model, which not every request does. @throws ApiError */
export async function refuseOutdated(exchange: Exchange): Promise<never> {
  const body = (await exchange.data()) as { model?: unknown }
  throw typeof body.model === 'string' ? errors.v1(body.model) : errors.noBeta()
}

function speaks(exchange: Exchange, version: string): boolean {
  return exchange.header('openai-beta')?.includes(`assistants=${version}`) === true
}

function mustHaveKey(exchange: Exchange): void {
  const key = keyOf(exchange)
  if (!key) throw errors.noKey()
  const { apiKeys } = exchange.services
  if (apiKeys && !apiKeys.has(key)) throw errors.wrongKey(key)
}

/** A bearer token, the password of a browser's prompt, or Azure's header. */
export function keyOf(exchange: Exchange): string | undefined {
  const [, scheme, token = ''] = /^(bearer|basic)\s+(\S+)\s*$/i.exec(exchange.header('authorization') ?? '') ?? []
  if (scheme?.toLowerCase() === 'basic') return Buffer.from(token, 'base64').toString().split(':')[1]
  return token || exchange.header('api-key')
}
