import type { ServerResponse } from 'node:http'
import type { Context } from 'hono'
import type { Catalog } from '../scenario/catalog.ts'
import type { Projects } from '../engine/projects.ts'
import type { Project } from '../engine/project.ts'
import { deriveHex } from '../engine/ids.ts'
import type { Run } from '../run/objects.ts'
import type { z } from '../scenario/zod.ts'
import { readJson } from './body.ts'
import { pretty } from './json.ts'
import type { Renderer } from './render.ts'
import { validate } from './validate.ts'

/** What a request was and how it ended, for the log. */
export interface LogEntry {
  method: string
  path: string
  status: number
  project: string
  /** The scenario that the run in question plays. */
  scenario?: string | undefined
  run?: { id: string; status: string } | undefined
  /** Why none of the user's scenarios with a `match` took the run, if that is so. */
  unmatched?: string | undefined
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
  /** Milliseconds for `openai-poll-after-ms`, or null to leave the header out. */
  pollAfter: number | null
  /** Whether time is virtual: then dates and timings in headers come from the clock. */
  virtual: boolean
  salt: string
  /** The keys that are accepted; any where undefined. */
  apiKeys: ReadonlySet<string> | undefined
  /** Whether requests may come without the beta header. */
  lenient: boolean
  maxBodyBytes: number
  log: (entry: LogEntry) => void
  /** The response class that the socket server writes fastest; the platform's own where there is no socket. */
  socketResponse?: typeof Response
}

/** One request and its answer. */
export class Exchange {
  readonly services: Services
  readonly project: Project
  readonly requestId: string
  readonly context: Context
  scenario: string | undefined
  unmatched: string | undefined
  run: Run | undefined
  /** Set by an answer that goes on after its headers and writes its own line in the log. */
  streams = false
  readonly #started = performance.now()

  constructor(context: Context, services: Services, project: Project) {
    this.context = context
    this.services = services
    this.project = project
    this.requestId = `req_${deriveHex(`${services.salt}\n${project.name}`, project.requests++)}`
  }

  param(name: string): string {
    return this.context.req.param(name) ?? ''
  }

  query(name: string): string | undefined {
    return this.context.req.query(name) || undefined
  }

  header(name: string): string | undefined {
    return this.context.req.header(name)
  }

  /** The socket to write to, if there is one. */
  get outgoing(): ServerResponse | undefined {
    return (this.context.env as { outgoing?: ServerResponse } | undefined)?.outgoing
  }

  /** The request's body as data. Our own routes do not mind what it calls itself. @throws ApiError */
  data(): Promise<unknown> {
    const { context, services } = this
    return readJson(context, { most: services.maxBodyBytes, anyType: context.req.path.startsWith('/_emulator') })
  }

  /** The request's body, checked; no body at all is an empty one. @throws ApiError */
  async body<S extends z.ZodType>(schema: () => S): Promise<z.infer<S>> {
    return validate(schema(), await this.data())
  }

  json(value: unknown, status = 200, extra?: Record<string, string>): Response {
    return this.text(pretty(value), status, extra)
  }

  /** A response whose JSON is already printed. */
  text(body: string, status = 200, extra?: Record<string, string>): Response {
    const headers = this.headers('application/json')
    return this.respond(body, status, extra ? Object.assign(headers, extra) : headers)
  }

  respond(body: string | null, status: number, headers: Record<string, string>): Response {
    const Class = (this.outgoing && this.services.socketResponse) || Response
    return new Class(body, { status, headers })
  }

  /** The headers that every answer of the service had (protocol.md §1.3). */
  headers(contentType: string): Record<string, string> {
    const { services, project } = this
    const headers: Record<string, string> = {
      'content-type': contentType,
      'openai-version': '2020-10-01',
      'openai-organization': 'run-emulator',
      'openai-project': project.name,
      'openai-processing-ms': services.virtual
        ? '1'
        : String(Math.max(1, Math.round(performance.now() - this.#started))),
      'x-request-id': this.requestId,
      'x-content-type-options': 'nosniff',
    }
    if (services.virtual) headers.date = httpDate(project.now())
    return headers
  }

  /** Writes the request's line in the log. */
  done(status: number): void {
    const { method, path } = this.context.req
    const { project, scenario, unmatched, run, requestId } = this
    this.services.log({
      method,
      path,
      status,
      project: project.name,
      scenario,
      ...(unmatched && { unmatched }),
      run: run && { id: run.id, status: run.status },
      ms: performance.now() - this.#started,
      request_id: requestId,
    })
  }
}

let lastDate = { second: -1, text: '' }

function httpDate(second: number): string {
  if (second !== lastDate.second) lastDate = { second, text: new Date(second * 1000).toUTCString() }
  return lastDate.text
}
