import type { Projects } from '../engine/projects.ts'
import type { Catalog } from '../scenario/catalog.ts'
import type { OpenStreams } from './open_streams.ts'
import type { Renderer } from './render.ts'

/** What a request was and how it ended, for the log. */
export interface LogEntry {
  method: string
  path: string
  /** The route that answered, such as `POST /threads/:thread/runs`; left out for an unknown URL and for control calls. */
  route?: string | undefined
  /** 0 where the connection broke before there was an answer. */
  status: number
  project: string
  /** The scenario that the run in question plays. */
  scenario?: string | undefined
  run?: { id: string; status: string } | undefined
  /** Why none of the user's scenarios with a `match` took the run, if that is so. */
  unmatched?: string | undefined
  /** The faults that disturbed the answer. */
  faults?: string[] | undefined
  /** Why it was refused, or what went wrong in us. */
  error?: string | undefined
  /** Wall-clock milliseconds until the last byte was handed over. */
  ms: number
  request_id: string
}

/** What the HTTP side is built from. */
export interface Services {
  projects: Projects
  catalog: Catalog
  render: Renderer
  /** What becomes of a run that none of the user's matching scenarios takes. */
  unmatched: 'default' | 'error'
  /** The share of Assistants calls that find the service gone. */
  sunset: number
  /** Milliseconds for `openai-poll-after-ms`, or null to leave the header out. */
  pollAfter: number | null
  /** The keys that are accepted; any where undefined. */
  apiKeys: ReadonlySet<string> | undefined
  /** Names in `Host` that are accepted over a socket besides those of this machine; `*` is any. */
  allowedHosts: ReadonlySet<string> | undefined
  /** Whether requests may come without the beta header. */
  lenient: boolean
  maxBodyBytes: number
  /** Of a request's headers; node's own where undefined. */
  maxHeaderBytes: number | undefined
  /** Of a control call. */
  maxControlBytes: number
  streams: OpenStreams
  maxFileBytes: number
  /** Undefined where nobody listens. */
  log: ((entry: LogEntry) => void) | undefined
  /** The response class that the socket server writes fastest; the platform's own where there is no socket. */
  socketResponse?: typeof Response
}
