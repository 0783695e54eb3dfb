/** What a client asked and the stream it got, piece by piece as it arrived. */
export interface Exchanged {
  request: string
  status: number
  /** The stream's text; of an answer that is no stream, its body. */
  body: string
  streamed: boolean
  broken: boolean
}

/** A fetch that keeps every stream and every refusal word by word; other answers are not kept. */
export function recording(fetch: typeof globalThis.fetch): { fetch: typeof globalThis.fetch; exchanged: Exchanged[] } {
  const exchanged: Exchanged[] = []
  return {
    exchanged,
    fetch: async (input, init) => {
      const request = `${init?.method ?? 'GET'} ${new URL(String(input instanceof Request ? input.url : input)).pathname}`
      const response = await fetch(input, init)
      const streamed = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
      if (!streamed && response.ok) return response
      const entry: Exchanged = { request, status: response.status, body: '', streamed, broken: false }
      exchanged.push(entry)
      return new Response(response.body && kept(response.body, entry), response)
    },
  }
}

function kept(body: ReadableStream<Uint8Array>, entry: Exchanged): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) return controller.close()
          entry.body += decoder.decode(value, { stream: true })
          controller.enqueue(value)
        } catch (error) {
          entry.broken = true
          controller.error(error)
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

/** All that was kept, as one text: comments, which streams of the service never had, say what was asked. */
export function transcriptOf(exchanged: Exchanged[]): string {
  return exchanged
    .map(({ request, status, body, broken }) =>
      [`: ${request} ${status}`, '', body.trimEnd(), ...(broken ? ['', ': the connection broke'] : []), ''].join('\n'),
    )
    .join('\n')
}
