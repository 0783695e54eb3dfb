import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'

/** The request as node has it, where it came over a socket. */
export function incomingOf({ env }: Context): IncomingMessage | undefined {
  return (env as { incoming?: IncomingMessage } | undefined)?.incoming
}

/** A header, by its name in lower case. Node has them at hand; each look through the platform's Headers costs as much as a route. */
export function header(context: Context, name: string): string | undefined {
  const incoming = incomingOf(context)
  return incoming ? (incoming.headers[name] as string | undefined) : context.req.header(name)
}
