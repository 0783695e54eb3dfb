/** One event of a stream, with its data as sent. */
export interface SseEvent {
  event: string
  text: string
  /** The parsed data; undefined where it is not JSON, as `[DONE]` is not. */
  data: unknown
}

/**
 * Reads a stream's text as the service framed it (protocol.md §5.1), and nothing more lenient than that.
 * @throws Error where a block is not `event: …`, `data: …` and an empty line.
 */
export function readSse(transcript: string): SseEvent[] {
  if (transcript === '') return []
  if (!transcript.endsWith('\n\n')) throw new Error('The last event has no empty line behind it.')
  return transcript
    .slice(0, -2)
    .split('\n\n')
    .map((block) => {
      const match = /^event: ([a-z_.]+)\ndata: ([^\n\r]+)$/.exec(block)
      if (!match) throw new Error(`This is not an event: ${JSON.stringify(block)}`)
      const [, event, text] = match as unknown as [string, string, string]
      return { event, text, data: text === '[DONE]' ? undefined : (JSON.parse(text) as unknown) }
    })
}
