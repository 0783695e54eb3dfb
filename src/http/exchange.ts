import type { ServerResponse } from 'node:http'
import type { Context } from 'hono'
import type { Project } from '../engine/project.ts'
import { noteAnswer } from '../engine/coverage/note.ts'
import { wall } from '../engine/clock/wall.ts'
import type { Ending, Entry } from '../engine/journal/entry.ts'
import type { z } from '../scenario/zod.ts'
import { readJson } from './body.ts'
import type { Answer } from './frames.ts'
import { header, incomingOf } from './header.ts'
import { pretty } from './json.ts'
import type { LogEntry, Services } from './services.ts'
import { surroundings } from './surroundings.ts'
import { validate } from './validate.ts'

/** One request and its answer, and what the journal keeps of both. */
export class Exchange {
  readonly services: Services
  readonly project: Project
  readonly context: Context
  /** What goes into the journal, and which run and scenario it was about. */
  readonly entry: Entry
  /** Set by an answer that goes on after its headers and writes its own line in the log. */
  streams = false
  /** Why it failed, for the log. */
  error: string | undefined
  /** Whether the answer is a stream of events. */
  tells = false
  /** Called when the answer has ended. */
  ended: (() => void) | undefined
  /** What is to happen to the stream that this request is answered with. */
  disturb: ((stream: Answer) => Promise<Response>) | undefined
  #data: Promise<unknown> | undefined

  constructor(context: Context, services: Services, project: Project, route?: string) {
    this.context = context
    this.services = services
    this.project = project
    const { journal } = project
    this.entry = {
      n: journal.next(),
      project: project.name,
      request_id: project.origin.newRequestId(),
      method: context.req.method,
      url: context.req.url,
      route,
      at: project.clock.now(),
      wall: surroundings(context).sent ?? wall(),
      byHand: project.clock.byHand,
      headers: incomingOf(context)?.rawHeaders ?? context.req.raw.headers,
      body: undefined,
      status: 0,
      responseHeaders: undefined,
      responseBody: undefined,
      pieces: undefined,
      ended: undefined,
      scenario: undefined,
      chosen_by: undefined,
      unmatched: undefined,
      faults: undefined,
      run: undefined,
    }
    if (journal.on) journal.add(this.entry)
  }

  param(name: string): string {
    return this.context.req.param(name) ?? ''
  }

  query(name: string): string | undefined {
    return this.context.req.query(name) || undefined
  }

  /** By its name in lower case. */
  header(name: string): string | undefined {
    return header(this.context, name)
  }

  /** The socket to write to, if there is one. */
  get outgoing(): ServerResponse | undefined {
    return surroundings(this.context).outgoing
  }

  /** The request's body as data; read once, however often it is asked for. @throws ApiError */
  data(): Promise<unknown> {
    const { context, services, entry } = this
    return (this.#data ??= readJson(context, { most: services.maxBodyBytes, seen: (text) => (entry.body = text) }))
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
    this.answers(status, headers)
    this.entry.responseBody = body ?? undefined
    const Class = (this.outgoing && this.services.socketResponse) || Response
    return new Class(body, { status, headers })
  }

  /** Notes how the answer begins. */
  answers(status: number, headers: Record<string, string>): void {
    this.entry.status = status
    this.entry.responseHeaders = headers
  }

  /** Notes a piece of an answer that goes on after its headers. */
  sent(data: string | Uint8Array): void {
    const { journal, clock } = this.project
    if (journal.on) journal.addPiece(this.entry, { at: clock.now(), wall: wall(), data })
  }

  /** The headers that every answer of the service had (protocol.md §1.3). */
  headers(contentType: string): Record<string, string> {
    const { project, entry } = this
    const virtual = project.clock.mode !== 'real'
    const headers: Record<string, string> = {
      'content-type': contentType,
      'openai-version': '2020-10-01',
      'openai-organization': 'run-emulator',
      'openai-project': project.name,
      'openai-processing-ms': virtual ? '1' : String(Math.max(1, Math.round(wall() - entry.wall))),
      'x-request-id': entry.request_id,
      'x-content-type-options': 'nosniff',
    }
    if (virtual) headers.date = httpDate(project.now())
    return headers
  }

  /** The last byte has been handed over: writes the request's line in the log and closes its entry in the journal. */
  done(how: Ending = 'complete'): void {
    const { entry, project } = this
    this.ended?.()
    entry.ended = { at: project.clock.now(), wall: wall(), byHand: project.clock.byHand, how }
    if (project.journal.on) project.journal.settle(entry)
    noteAnswer(project.coverage, entry, this.tells)
    this.services.log?.(this.#line(entry.ended.wall - entry.wall))
  }

  /** What the log is told. */
  #line(ms: number): LogEntry {
    const { entry, project } = this
    const { method, route, status, scenario, unmatched, faults, run, request_id } = entry
    return {
      method,
      path: this.context.req.path,
      route,
      status,
      project: project.name,
      scenario,
      ...(unmatched && { unmatched }),
      run: run && { id: run.id, status: run.status },
      ...(faults && { faults }),
      ...(this.error !== undefined && { error: this.error }),
      ms,
      request_id,
    }
  }
}

let lastDate = { second: -1, text: '' }

function httpDate(second: number): string {
  if (second !== lastDate.second) lastDate = { second, text: new Date(second * 1000).toUTCString() }
  return lastDate.text
}
