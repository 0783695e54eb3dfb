import type { Project } from '../../engine/project.ts'
import { lazySchema, type z, type Zod } from '../../scenario/zod.ts'
import type { Source } from '../../scenario/yaml.ts'
import type { ControlRequest } from './request.ts'

/**
 * One operation below `/_emulator`. The routes and the OpenAPI document are both made from these, so that they cannot disagree.
 */
export interface Control<Body = unknown> {
  method: 'get' | 'post' | 'put' | 'delete'
  /** Below `/_emulator`, with parameters as `:name`. */
  path: string
  /** What it does, in a sentence. */
  summary: string
  /** Query parameters by name, each with what it says; `project` is understood by all. */
  query?: Record<string, string>
  /** What may be sent, as JSON or YAML. */
  body?: () => z.ZodType<Body>
  /** What is answered, in a sentence. */
  answer: string
  /** The value to answer with, as JSON; or a response of its own. */
  serve(request: ControlRequest, body: Body, sent: Sent): unknown
}

/** A body as it was sent. */
export interface Sent {
  text: string
  /** It, or a value of it, with lines and columns, for messages. */
  source(...path: string[]): Source
}

/** An operation whose body is what its schema has checked. */
export function defineControl<S extends z.ZodType>(
  control: Omit<Control, 'body' | 'serve'> & {
    body: (z: Zod) => S
    serve(request: ControlRequest, body: z.infer<S>, sent: Sent): unknown
  },
): Control
export function defineControl(
  control: Omit<Control, 'body' | 'serve'> & {
    serve(request: ControlRequest): unknown
  },
): Control
export function defineControl(control: Omit<Control, 'body'> & { body?: (z: Zod) => z.ZodType }): Control {
  const { body, ...rest } = control
  return { ...rest, ...(body && { body: lazySchema(body) }) }
}

/** What a control says about each project it was asked about: one answer, or under `?project=*` one for each by name. */
export function forEach<T>(
  { projects, all }: ControlRequest,
  say: (project: Project) => T,
): T | { projects: Record<string, T> } {
  if (!all) return say(projects[0]!)
  return { projects: Object.fromEntries(projects.map((project) => [project.name, say(project)])) }
}
