/** One event as it goes over the wire; one without a name has no `event:` line. */
export interface Frame {
  event: string
  data: string
}

export const lastFrame: Frame = { event: 'done', data: '[DONE]' }

export function encode({ event, data }: Frame): string {
  return `${event && `event: ${event}\n`}data: ${data}\n\n`
}

/** Bytes that are no event any more. */
export type Chunk = string | Uint8Array

export interface Head {
  status: number
  headers: Record<string, string>
}

/** An answer on its way to the client. */
export interface Answer extends Head {
  /** A stream's events one by one, or the bytes of any other body. */
  body: AsyncIterable<Frame | Chunk>
  /** Nobody wants the body any more. */
  cancel(): void
}
