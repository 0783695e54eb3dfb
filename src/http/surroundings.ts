import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context } from 'hono'
import type { Services } from './services.ts'

/** What a request comes with. */
export interface Surroundings {
  /** Of the emulator that it is for: all emulators of the process have one app. */
  services: Services
  /** The request and its answer as node has them, where it came over a socket. */
  incoming?: IncomingMessage
  outgoing?: ServerResponse
  /** When the client sent it, on the wall clock, where it did not. */
  sent?: number
}

export function surroundings({ env }: Context): Surroundings {
  return env as Surroundings
}
