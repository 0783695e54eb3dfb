import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import { surroundings } from './surroundings.ts'

/** The request as node has it, where it came over a socket. */
export function incomingOf(context: Context): IncomingMessage | undefined {
  return surroundings(context).incoming
}

/** A header, by its name in lower case. Node has them at hand; each look through the platform's Headers costs as much as a route. */
export function header(context: Context, name: string): string | undefined {
  const incoming = incomingOf(context)
  return incoming ? (incoming.headers[name] as string | undefined) : context.req.header(name)
}
