import type { ServerResponse } from 'node:http'
import type { Ending } from '../engine/journal/entry.ts'
import { bug } from './emulator_error.ts'
import type { Exchange } from './exchange.ts'

/** The connection breaks here: it is closed in the middle of the answer, or reset. */
export class Break extends Error {
  readonly how: 'cut' | 'reset'
  constructor(how: 'cut' | 'reset') {
    super(`the connection was ${how}`)
    this.name = 'Break'
    this.how = how
  }

  /** What `fetch` reports as the cause. */
  get symptom(): Error {
    return this.how === 'reset'
      ? Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' })
      : Object.assign(new Error('other side closed'), { name: 'SocketError', code: 'UND_ERR_SOCKET' })
  }
}

/** In process, an answer that never comes: the connection broke before its head. */
export class NoAnswer extends Response {
  readonly symptom: Error
  constructor({ symptom }: Break) {
    super(null)
    this.symptom = symptom
  }
}

/** A body that is made while it is sent. */
export interface Body {
  chunks: AsyncIterable<string | Uint8Array>
  /** The client is gone, or wants no more. */
  cancel(): void
  /** Left out of the journal. */
  bulk?: boolean
  /** The head goes out at once, not with the first chunk. */
  headFirst?: boolean
}

/** Sends a body piece by piece: straight to the socket where there is one, else as a stream. The log line comes at the end. */
export function send(exchange: Exchange, status: number, headers: Record<string, string>, body: Body): Response {
  exchange.streams = true
  exchange.answers(status, headers)
  const { outgoing } = exchange
  if (!outgoing && exchange.context.req.method === 'HEAD') return withoutBody(exchange, status, headers, body)
  if (!outgoing) return new Response(toStream(exchange, body), { status, headers })
  void toSocket(outgoing, exchange, status, headers, body)
  return sent()
}

/** In process nobody reads the body that hono leaves out of an answer to HEAD: it would never end. */
function withoutBody(exchange: Exchange, status: number, headers: Record<string, string>, body: Body): Response {
  body.cancel()
  void body.chunks[Symbol.asyncIterator]().return?.()
  exchange.done()
  return new Response(null, { status, headers })
}

/** Breaks the connection instead of answering; status 0 in the log. */
export function breakOff(exchange: Exchange, broken: Break): Response {
  exchange.streams = true
  exchange.answers(0, {})
  exchange.entry.responseBody = undefined
  const { outgoing } = exchange
  const left = outgoing ? outgoing.destroyed : exchange.context.req.raw.signal.aborted
  exchange.done(left ? 'left' : 'broken')
  if (!outgoing) return new NoAnswer(broken)
  destroy(outgoing, broken)
  return sent()
}

let alreadySent: Response | undefined

/** Tells the adapter that the answer is on its way. Its own fast Response would make it write a second head. */
function sent(): Response {
  return (alreadySent ??= new Response(null, { headers: { 'x-hono-already-sent': 'true' } }))
}

async function toSocket(
  outgoing: ServerResponse,
  exchange: Exchange,
  status: number,
  headers: Record<string, string>,
  { chunks, cancel, bulk, headFirst }: Body,
): Promise<void> {
  let how: Ending = 'left'
  if (outgoing.destroyed) {
    cancel()
    return exchange.done(how)
  }
  outgoing.once('close', cancel)
  try {
    outgoing.writeHead(status, headers)
    if (headFirst) outgoing.flushHeaders()
    for await (const chunk of chunks) {
      if (outgoing.destroyed) return
      if (!bulk) exchange.sent(chunk)
      if (!outgoing.write(chunk)) await drained(outgoing)
    }
    outgoing.end()
    how = outgoing.destroyed ? 'left' : 'complete'
  } catch (error) {
    how = outgoing.destroyed ? 'left' : 'broken'
    if (!(error instanceof Break)) exchange.error = bug(error)
    await flushed(outgoing)
    if (isReset(error)) await read()
    destroy(outgoing, error)
  } finally {
    outgoing.off('close', cancel)
    exchange.done(how)
  }
}

function destroy({ socket }: ServerResponse, error: unknown): void {
  if (isReset(error)) socket?.resetAndDestroy()
  else socket?.destroy()
}

function isReset(error: unknown): boolean {
  return error instanceof Break && error.how === 'reset'
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      outgoing.off('drain', go).off('close', go)
      resolve()
    }
    outgoing.on('drain', go).on('close', go)
  })
}

/** Destroying a socket straight after a write loses what was written (decisions 23). */
function flushed(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (outgoing.destroyed) return resolve()
    outgoing.once('close', resolve)
    outgoing.write('', () => resolve())
  })
}

/** A client that finds bytes and the reset together takes it for a proper end (libuv does): it gets real time to read the bytes. */
function read(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20))
}

const encoder = new TextEncoder()

/** The twin in process: a break is an error of the body, as fetch reports one. */
function toStream(exchange: Exchange, { chunks, cancel, bulk }: Body): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done: ended, value } = await iterator.next()
          if (ended) {
            controller.close()
            exchange.done()
          } else {
            if (!bulk) exchange.sent(value)
            controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
          }
        } catch (error) {
          if (!(error instanceof Break)) exchange.error = bug(error)
          controller.error(new TypeError('terminated', { cause: error instanceof Break ? error.symptom : error }))
          exchange.done('broken')
        }
      },
      async cancel() {
        cancel()
        await iterator.return?.()
        exchange.done('left')
      },
    },
    { highWaterMark: 0 },
  )
}
