import type { RunStatus } from '../../run/lifecycle.ts'
import { isDeeper } from '../../scenario/depth.ts'
import type { BodyPart, ChosenBy, Ending, Entry, HeaderLines, Piece } from './entry.ts'
import { pathOf } from './filter.ts'
import { maskData, maskNamed, maskText } from './mask.ts'

/**
 * A request and what was answered, for people and programs to read: secrets are masked, bodies parsed. Times called `at` are the
 * emulator's; everything called `wall_ms` is real and differs from one day to the next.
 */
export interface JournalEntry {
  /** Counts the project's requests from 1. */
  n: number
  project: string
  request_id: string
  at: string
  /** When the request arrived, on a clock that is good for differences only. */
  wall_ms?: number
  /** The route that answered, such as `POST /threads/:thread/runs`; null for an unknown URL. */
  route: string | null
  request: {
    method: string
    path: string
    query: Record<string, string | string[]>
    headers: Record<string, string>
    /** Parsed JSON, the text where it is none, the parts of a multipart body, or null. */
    body: unknown
  }
  /** Null while nothing has been answered yet. */
  response: {
    status: number
    headers: Record<string, string>
    /** Parsed JSON, or the text where it is none; absent where the answer is a stream of events. */
    body?: unknown
    events?: JournalEvent[]
    /** `complete`, `broken` on purpose, the client `left`, or null while it goes on. */
    ended: Ending | null
    ended_at: string | null
    /** Milliseconds from the request to the last byte of the answer. */
    wall_ms?: number
  } | null
  scenario: string | null
  chosen_by: ChosenBy | null
  /** Why none of your scenarios with a `match` took the run, if that is so. */
  unmatched?: string
  /** The faults that disturbed the answer. */
  faults?: string[]
  run: { id: string; thread_id: string; status: RunStatus } | null
}

export interface JournalEvent {
  event: string
  data: unknown
  at: string
  /** Milliseconds since the request. */
  wall_ms?: number
}

/**
 * With `wall_ms: false` nothing is left in it that the clock and the seed do not decide: two such views can be compared. Of what was
 * imported nobody knows how long it took.
 */
export function view(entry: Entry, { wall_ms = true } = {}): JournalEntry {
  const { ended, run, pieces } = entry
  const isTimed = wall_ms && !Number.isNaN(entry.wall)
  const since = (moment: number) => (isTimed ? { wall_ms: round(moment - entry.wall) } : {})
  return {
    n: entry.n,
    project: entry.project,
    request_id: entry.request_id,
    at: iso(entry.at),
    ...(isTimed && { wall_ms: round(entry.wall) }),
    route: entry.route ?? null,
    request: {
      method: entry.method,
      path: pathOf(entry),
      query: query(entry.url),
      headers: headers(entry.headers),
      body: requestBody(entry.body),
    },
    response:
      entry.status === 0
        ? null
        : {
            status: entry.status,
            headers: headers(Object.entries(entry.responseHeaders ?? {})),
            ...(isEventStream(entry)
              ? {
                  events: readEvents(pieces ?? []).map(({ event, data, piece }) => ({
                    event,
                    data: parsed(data),
                    at: iso(piece.at),
                    ...since(piece.wall),
                  })),
                }
              : { body: responseBody(entry) }),
            ended: ended?.how ?? null,
            ended_at: ended ? iso(ended.at) : null,
            ...(ended && since(ended.wall)),
          },
    scenario: entry.scenario ?? null,
    chosen_by: entry.chosen_by ?? null,
    ...(entry.unmatched !== undefined && { unmatched: entry.unmatched }),
    ...(entry.faults && { faults: entry.faults }),
    run: run ? { id: run.id, thread_id: run.thread_id, status: run.status } : null,
  }
}

// What a connection is made of, which says nothing about the application and differs with the port.
const hop = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'x-hono-already-sent'])

function headers(lines: HeaderLines): Record<string, string> {
  const shown = new Map<string, string>()
  for (const [given, value] of pairs(lines)) {
    const name = given.toLowerCase()
    if (hop.has(name)) continue
    const masked = maskNamed(name, value).replace(/(multipart\/form-data); *boundary=.*/, '$1')
    const before = shown.get(name)
    shown.set(name, before === undefined ? masked : `${before}, ${masked}`)
  }
  return Object.fromEntries(shown)
}

function* pairs(lines: HeaderLines): Generator<readonly [string, string]> {
  let name: string | undefined
  for (const line of lines) {
    if (typeof line !== 'string') yield line
    else if (name === undefined) name = line
    else {
      yield [name, line]
      name = undefined
    }
  }
}

function query(url: string): Record<string, string | string[]> {
  const at = url.indexOf('?')
  const asked = new URLSearchParams(at < 0 ? '' : url.slice(at))
  return Object.fromEntries(
    [...new Set(asked.keys())].map((name) => {
      const values = asked.getAll(name).map((value) => maskNamed(name, value))
      return [name, values.length > 1 ? values : values[0]!]
    }),
  )
}

function requestBody(body: Entry['body']): unknown {
  if (body === undefined || body === '') return null
  if (typeof body === 'string') return parsed(body)
  return {
    parts: body.map(({ value, ...part }) => maskData(value === undefined ? part : { ...part, value })),
  }
}

function responseBody(entry: Entry): unknown {
  const { responseBody: body, pieces } = entry
  if (!pieces && body === undefined) return null
  return typeof body === 'object' && !pieces ? { bytes: body.length } : parsed(responseText(entry))
}

/** What an answer said that is no stream of events; empty where it was no text. */
export function responseText({ responseBody: body, pieces }: Entry): string {
  return pieces ? text(pieces) : typeof body === 'string' ? body : ''
}

/** JSON as a value, anything else as the text it is; masked. */
function parsed(given: string): unknown {
  return maskData(json(given))
}

/** Beyond, it stays the text that it is: a state holds it some levels down, and must be readable. */
const mostLevels = 200

/** JSON as a value, anything else as the text it is. */
export function json(given: string): unknown {
  try {
    const data: unknown = JSON.parse(given)
    return given.length > 2 * mostLevels && isDeeper(data, mostLevels) ? given : data
  } catch {
    return given
  }
}

export function isEventStream({ responseHeaders, pieces }: Entry): boolean {
  return pieces !== undefined && responseHeaders?.['content-type']?.startsWith('text/event-stream') === true
}

function text(pieces: Piece[]): string {
  const decoder = new TextDecoder()
  return pieces.map(({ data }) => (typeof data === 'string' ? data : decoder.decode(data, { stream: true }))).join('')
}

/** The events of a stream as they were sent, each with the piece that completed it; a last one may be incomplete. */
export function readEvents(pieces: Piece[]): { event: string; data: string; piece: Piece }[] {
  const decoder = new TextDecoder()
  const events: { event: string; data: string; piece: Piece }[] = []
  let rest = ''
  const read = (block: string, piece: Piece) => {
    const lines = block.split(/\r?\n/)
    const field = (name: string) =>
      lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).replace(/^ /, ''))
    const data = field('data')
    const [event = data.length > 0 ? 'message' : ''] = field('event')
    events.push({ event, data: data.length > 0 ? data.join('\n') : event ? '' : block, piece })
  }
  for (const piece of pieces) {
    rest += typeof piece.data === 'string' ? piece.data : decoder.decode(piece.data, { stream: true })
    const blocks = rest.split(/\r?\n\r?\n/)
    rest = blocks.pop()!
    for (const block of blocks) if (block !== '') read(block, piece)
  }
  const last = pieces.at(-1)
  if (rest.trim() !== '' && last) read(rest, last)
  return events
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
