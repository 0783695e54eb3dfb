import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { defaultProject } from '../engine/projects.ts'
import { bug, EmulatorError } from './emulator_error.ts'
import type { Services } from './services.ts'
import { pretty } from './json.ts'

/** Seconds that a request may take to arrive: its head, and all of it. A client that stalls does not keep its connection. */
export const patience = { head: 60, whole: 300 }

/** What is wrong with a request that no route ever sees: it is not HTTP, or names no address. */
function unreadable(why: string, status = 400): EmulatorError {
  return new EmulatorError('unreadable_request', `The request could not be read: ${why}`, status)
}

/** The answer to a request that is HTTP, but that the adapter could not hand to a route. */
export function answerUnreadable(services: Services, error: unknown, { method, url }: IncomingMessage): Response {
  const refused =
    error instanceof Error && error.name === 'RequestError'
      ? unreadable(`${error.message}.`)
      : new EmulatorError('internal_error', bug(error), 500)
  log(services, refused, method, url)
  const { status, body, headers } = refused
  return new Response(pretty(body), { status, headers: { 'content-type': 'application/json', ...headers } })
}

/** Answers and logs what is not HTTP; node alone answers it with an empty body and says nothing. */
export function answerWhatIsNotHttp(server: Server, services: Services): void {
  server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket) => {
    // Gone, or already being answered: there is no place for an answer any more.
    if (gone.has(error.code ?? '') || !socket.writable || (socket as Socket).bytesWritten > 0)
      return void socket.destroy()
    const refused = unreadable(...reason(error))
    const { status } = refused
    const text = pretty(refused.body)
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
        `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
    )
    log(services, refused)
  })
}

/** Logs what went wrong where no answer can be given any more. */
export function logFailure(services: Services, error: unknown, { method, url }: Partial<IncomingMessage> = {}): void {
  log(services, new EmulatorError('internal_error', bug(error), 0), method, url)
}

/** The client reset the connection, or ended it in the middle of a request. */
const gone = new Set(['ECONNRESET', 'EPIPE', 'HPE_INVALID_EOF_STATE'])

function reason({ code, message, rawPacket }: NodeJS.ErrnoException & { rawPacket?: Buffer }): [string, number] {
  const tlsHandshake = 0x16
  if (rawPacket?.[0] === tlsHandshake) return ['it is TLS. Use http:// in the base URL, not https://.', 400]
  if (code === 'HPE_HEADER_OVERFLOW')
    return [
      'its headers are too large. Send fewer, or allow more: createEmulator({ limits: { headerBytes } }), or node --max-http-header-size.',
      431,
    ]
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return [`it took too long to arrive. Its head may take ${patience.head} seconds, all of it ${patience.whole}.`, 408]
  return [`${message}.`, 400]
}

function log(services: Services, { status, message: error }: EmulatorError, method = '-', path = '-'): void {
  services.log?.({ method, path, status, project: defaultProject, error, ms: 0, request_id: '-' })
}
