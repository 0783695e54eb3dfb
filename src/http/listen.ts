import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Services } from './exchange.ts'

export interface ListenOptions {
  /** Default 0: any free port. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
}

export interface Listening {
  readonly host: string
  readonly port: number
  /** The base URL for clients: `http://HOST:PORT/v1`. */
  readonly url: string
  /** Stops listening; what is being answered is ended. */
  close(): Promise<void>
}

type Fetch = (request: Request, env: object) => Response | Promise<Response>

/** Serves over a socket. Rejects with node's error if the port cannot be had. */
export async function listen(
  fetch: Fetch,
  services: Services,
  { port = 0, host = '127.0.0.1' }: ListenOptions = {},
): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: 60_000 }, await requestListener(fetch, services))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const bound = (server.address() as AddressInfo).port
  const shown = host.includes(':') ? `[${host}]` : host
  return { host, port: bound, url: `http://${shown}:${bound}/v1`, close: () => close(server) }
}

/** The adapter swaps the process's Request and Response for faster ones; we take its Response and put the process's own back. */
async function requestListener(fetch: Fetch, services: Services) {
  const { getRequestListener } = await import('@hono/node-server')
  const own = { Request: globalThis.Request, Response: globalThis.Response }
  const listener = getRequestListener(fetch as Parameters<typeof getRequestListener>[0])
  if (globalThis.Response !== own.Response) services.socketResponse = globalThis.Response
  for (const [name, value] of Object.entries(own))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false })
  return listener
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    // Streams have been told the end; whoever has not read it by now does not want it.
    setTimeout(() => server.closeAllConnections(), 200).unref()
  })
}
