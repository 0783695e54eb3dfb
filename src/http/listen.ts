import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { door } from './door.ts'
import type { Services } from './services.ts'
import { mustNameHosts } from './hosts.ts'
import { answerUnreadable, answerWhatIsNotHttp, logFailure, patience } from './unreadable.ts'

export interface ListenOptions {
  /** Default 0: any free port. */
  port?: number
  /** Default 127.0.0.1. One that others can reach needs `allowedHosts`. */
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

// Node's own 511 is soon full when a test suite opens its streams all at once, and then a client waits a second before it tries again.
const backlog = 4096

type Fetch = (request: Request, env: object) => Response | Promise<Response>

/** Serves over a socket. Rejects with node's error if the port cannot be had. @throws ControlError where others could reach it unnamed */
export async function listen(
  fetch: Fetch,
  services: Services,
  { port = 0, host = '127.0.0.1' }: ListenOptions = {},
): Promise<Listening> {
  mustNameHosts(services.allowedHosts, host)
  const server = createServer(
    {
      keepAliveTimeout: 60_000,
      headersTimeout: patience.head * 1000,
      requestTimeout: patience.whole * 1000,
      requireHostHeader: false,
      ...(services.maxHeaderBytes !== undefined && { maxHeaderSize: services.maxHeaderBytes }),
    },
    await requestListener(fetch, services, host),
  )
  answerWhatIsNotHttp(server, services)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog }, () => {
      // Such as too many open files: the next connection may succeed.
      server.off('error', reject).on('error', (error) => logFailure(services, error))
      resolve()
    })
  })
  const bound = (server.address() as AddressInfo).port
  const shown = host.includes(':') ? `[${host}]` : host
  return { host, port: bound, url: `http://${shown}:${bound}/v1`, close: () => close(server) }
}

/** The adapter swaps the process's Request and Response for faster ones; we take its Response and put the process's own back. */
async function requestListener(fetch: Fetch, services: Services, host: string): Promise<RequestListener> {
  const { getRequestListener } = await import('@hono/node-server')
  const own = { Request: globalThis.Request, Response: globalThis.Response }
  // The adapter reports a request that it cannot read before its listener returns, and does not say which it was.
  let arriving: IncomingMessage
  const listener = getRequestListener(fetch as Parameters<typeof getRequestListener>[0], {
    errorHandler: (error) => answerUnreadable(services, error, arriving),
  })
  if (globalThis.Response !== own.Response) services.socketResponse = globalThis.Response
  for (const [name, value] of Object.entries(own))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false })
  const isAnswered = door(services, host)
  return (incoming, outgoing) => {
    if (isAnswered(incoming, outgoing)) return
    arriving = incoming
    Promise.resolve(listener(incoming, outgoing)).catch((error: unknown) => {
      outgoing.destroy()
      logFailure(services, error, incoming)
    })
  }
}

/** Streams have been told the end; each connection is closed as soon as it has nothing more to say, or in the end anyway. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), 5)
    const patience = setTimeout(() => server.closeAllConnections(), 200)
    server.close(() => {
      clearInterval(idle)
      clearTimeout(patience)
      resolve()
    })
  })
}
