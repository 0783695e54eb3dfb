import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { defaultProject } from '../engine/projects.ts'
import { EmulatorError } from './emulator_error.ts'
import type { Services } from './exchange.ts'
import { pretty } from './json.ts'

/** Where a request is let in or answered at the door; true where it has been answered. */
export type Door = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean

const exposed = 'x-request-id, openai-poll-after-ms, openai-processing-ms, retry-after, retry-after-ms, x-should-retry'

/**
 * What browsers ask of a server on a developer's machine (decisions 25). A name that is not ours is refused, for it may be a stranger's
 * that was made to point here (DNS rebinding). Pages of any origin may call the API; `/_emulator` looks after itself.
 */
export function door(services: Services, listensOn: string): Door {
  const isAllowed = hostCheck(services.allowedHosts, listensOn)
  return (incoming, outgoing) => {
    const { host, origin } = incoming.headers
    if (host !== undefined && !isAllowed(host)) return refuse(services, host, incoming, outgoing)
    return origin !== undefined && /^\/+v1(?:[/?]|$)/.test(incoming.url!) && greet(incoming, outgoing)
  }
}

/** The answer's own headers are added to these when it is written. */
function greet({ method, headers }: IncomingMessage, outgoing: ServerResponse): boolean {
  outgoing.setHeader('access-control-allow-origin', '*')
  const wanted = headers['access-control-request-method']
  if (method !== 'OPTIONS' || wanted === undefined) {
    outgoing.setHeader('access-control-expose-headers', exposed)
    return false
  }
  outgoing.setHeader('access-control-allow-methods', 'GET, POST, DELETE')
  // A star would leave out `authorization`.
  outgoing.setHeader('access-control-allow-headers', headers['access-control-request-headers'] ?? '*')
  if (headers['access-control-request-private-network'])
    outgoing.setHeader('access-control-allow-private-network', 'true')
  outgoing.setHeader('access-control-max-age', '600')
  outgoing.writeHead(204).end()
  return true
}

function hostCheck(allowed: ReadonlySet<string> | undefined, listensOn: string): (host: string) => boolean {
  const names = new Set([...(allowed ?? []), listensOn].map((name) => name.toLowerCase()))
  const isOpen = !isLocal(listensOn.toLowerCase())
  let last: string | undefined
  return (host) => {
    if (host === last) return true
    const name = host
      .toLowerCase()
      .replace(/:\d*$/, '')
      .replace(/^\[|\]$/g, '')
    // An address cannot be rebound: there is no name to point elsewhere.
    if (!isLocal(name) && !names.has(name) && !names.has('*') && !(isOpen && isIP(name))) return false
    last = host
    return true
  }
}

/** Whether a name or an address can only mean this machine. */
export function isLocal(name: string): boolean {
  return /^((.+\.)?localhost\.?|(::ffff:)?127(\.\d+){3}|::1)$/i.test(name)
}

function refuse(
  services: Services,
  host: string,
  { method = '-', url = '-' }: IncomingMessage,
  outgoing: ServerResponse,
) {
  const name = host.replace(/:\d*$/, '')
  const { status, body, headers, message } = new EmulatorError(
    'host_not_allowed',
    `The request is for the host "${name}", which is not known to mean this machine. If it is meant for the emulator, allow it: --allowed-hosts ${name}, or createEmulator({ allowedHosts: ['${name}'] }).`,
    403,
  )
  services.log({ method, path: url, status, project: defaultProject, error: message, ms: 0, request_id: '-' })
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(pretty(body))
  return true
}
