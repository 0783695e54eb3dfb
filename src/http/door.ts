import type { IncomingMessage, ServerResponse } from 'node:http'
import { defaultProject } from '../engine/projects.ts'
import { EmulatorError } from './emulator_error.ts'
import type { Services } from './services.ts'
import { hostCheck, hostName } from './hosts.ts'
import { pretty } from './json.ts'

/** Where a request is let in or answered at the door; true where it has been answered. */
export type Door = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean

const exposed =
  'x-request-id, openai-poll-after-ms, openai-processing-ms, openai-organization, openai-project, openai-version, retry-after, retry-after-ms, x-should-retry, content-disposition'

/** A path of the API; one that climbs out of it is of something else. */
const ofApi = /^\/+v1(?=[/?]|$)(?!.*\/(?:\.|%2e){2}(?:[/?]|$))/i

/**
 * What browsers ask of a server on a developer's machine (decisions 25). A name that is not ours is refused, for it may be a stranger's
 * that was made to point here (DNS rebinding). Pages of any origin may call the API; `/_emulator` looks after itself.
 */
export function door(services: Services, listensOn: string): Door {
  const isAllowed = hostCheck(services.allowedHosts, listensOn)
  return (incoming, outgoing) => {
    const { origin } = incoming.headers
    const strange = stranger(incoming, isAllowed)
    if (strange !== undefined) return refuse(services, strange, incoming, outgoing)
    return origin !== undefined && ofApi.test(incoming.url!) && greet(incoming, outgoing)
  }
}

/** A host that a request names and may not: it is asked of all it names, for whoever reads it may go by any of them. */
function stranger({ rawHeaders, url }: IncomingMessage, isAllowed: (host: string) => boolean): string | undefined {
  for (let n = 0; n < rawHeaders.length; n += 2)
    if (rawHeaders[n]!.length === 4 && rawHeaders[n]!.toLowerCase() === 'host' && !isAllowed(rawHeaders[n + 1]!))
      return rawHeaders[n + 1]
  if (url![0] === '/') return undefined
  const [, host] = /^[\w+.-]+:\/\/([^/?#]*)/.exec(url!) ?? []
  return host === undefined || isAllowed(host) ? undefined : host
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

function refuse(
  services: Services,
  host: string,
  { method = '-', url = '-' }: IncomingMessage,
  outgoing: ServerResponse,
) {
  const name = hostName(host).replace(/^.*@/, '***@')
  const { status, body, headers, message } = new EmulatorError(
    'host_not_allowed',
    `The request is for the host "${name}", which is not known to mean this machine. If it is meant for the emulator, allow it: --allowed-hosts ${name}, or createEmulator({ allowedHosts: ['${name}'] }).`,
    403,
  )
  services.log?.({ method, path: url, status, project: defaultProject, error: message, ms: 0, request_id: '-' })
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(pretty(body))
  return true
}
