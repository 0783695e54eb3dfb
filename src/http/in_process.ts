import { wall } from '../engine/clock/wall.ts'
import { NoAnswer } from './transport.ts'

const native = globalThis.fetch

/**
 * A `fetch` that never leaves the process and still behaves like one: an abort or a timeout rejects at once, errors the body that is
 * being read, and stops whoever produces it. Handing over `app.fetch` alone hangs clients (decisions 21). `sent` is when the client has
 * sent it, on the wall clock: of requests side by side one is answered before another is looked at, and nobody has seen that answer.
 */
export function inProcess(handle: (request: Request, sent: number) => Response | Promise<Response>): typeof fetch {
  return async (input, init) => {
    // Major 4 of the official client uploads a stream without saying so.
    const request = new Request(input, { duplex: 'half', ...init } as RequestInit)
    // The official client asks for `data:,` before it uploads: a URL that names no server is for none to see.
    if (!/^https?:/.test(request.url)) return native(request)
    const { signal } = request
    signal.throwIfAborted()
    const sent = wall()
    const response = await raced(
      turn().then(() => {
        signal.throwIfAborted()
        return handle(request, sent)
      }),
      signal,
    )
    if (response instanceof NoAnswer) throw new TypeError('fetch failed', { cause: response.symptom })
    return response.body ? new Response(abortable(response.body, signal), response) : response
  }
}

/** As over a socket, the rest of the process gets its turn first: a loop that polls without a pause must not stop the clock. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

async function raced(response: Promise<Response>, signal: AbortSignal): Promise<Response> {
  let abort!: () => void
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
  })
  try {
    return await Promise.race([response, aborted])
  } catch (error) {
    // The answer may still come; nobody wants it.
    response.then(
      ({ body }) => body?.cancel(),
      () => {},
    )
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function abortable(body: ReadableStream<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let abort: () => void
  const tidy = () => signal.removeEventListener('abort', abort)
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        abort = () => {
          controller.error(signal.reason)
          void reader.cancel(signal.reason).catch(() => {})
        }
        signal.addEventListener('abort', abort, { once: true })
      },
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (signal.aborted) return
          if (done) {
            tidy()
            controller.close()
          } else controller.enqueue(value)
        } catch (error) {
          tidy()
          if (!signal.aborted) controller.error(error)
        }
      },
      async cancel(reason) {
        tidy()
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}
