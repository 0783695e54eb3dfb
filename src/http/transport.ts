import type { ServerResponse } from 'node:http'
import type { Ending } from '../engine/journal/entry.ts'
import type { Exchange } from './exchange.ts'

/** The connection breaks here: closed in the middle, or reset. */
export class Break extends Error {
  readonly how: 'cut' | 'reset'
  constructor(how: 'cut' | 'reset') {
    super(`the connection was ${how}`)
    this.name = 'Break'
    this.how = how
  }
}

/** A body that is made while it is sent. */
export interface Body {
  chunks: AsyncIterable<string | Uint8Array>
  /** The client is gone. */
  cancel(): void
  /** Left out of the journal. */
  bulk?: boolean
}

/** Sends a body piece by piece: straight to the socket where there is one, else as a stream. The log line comes at the end. */
export function send(exchange: Exchange, status: number, headers: Record<string, string>, body: Body): Response {
  exchange.streams = true
  exchange.answers(status, headers)
  const { outgoing } = exchange
  if (!outgoing) return new Response(toStream(exchange, body), { status, headers })
  void toSocket(outgoing, exchange, status, headers, body)
  return (alreadySent ??= new Response(null, { headers: { 'x-hono-already-sent': 'true' } }))
}

/** Tells the adapter that the answer is on its way. Its own fast Response would make it write a second head. */
let alreadySent: Response | undefined

async function toSocket(
  outgoing: ServerResponse,
  exchange: Exchange,
  status: number,
  headers: Record<string, string>,
  { chunks, cancel, bulk }: Body,
): Promise<void> {
  let how: Ending = 'left'
  outgoing.once('close', cancel)
  outgoing.writeHead(status, headers)
  try {
    for await (const chunk of chunks) {
      if (outgoing.destroyed) return
      if (!bulk) exchange.sent(chunk)
      if (!outgoing.write(chunk)) await drained(outgoing)
    }
    outgoing.end()
    how = outgoing.destroyed ? 'left' : 'complete'
  } catch (error) {
    how = 'broken'
    await flushed(outgoing)
    const { socket } = outgoing
    if (error instanceof Break && error.how === 'reset') socket?.resetAndDestroy()
    else socket?.destroy()
  } finally {
    outgoing.off('close', cancel)
    exchange.done(how)
  }
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
          controller.error(new TypeError('terminated', { cause: error }))
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
