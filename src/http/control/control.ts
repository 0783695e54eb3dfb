import type { Project } from '../../engine/project.ts'
import { lazySchema, type z, type Zod } from '../../scenario/zod.ts'
import type { Source } from '../../scenario/yaml.ts'
import type { ControlRequest } from './request.ts'

/**
 * One operation below `/_emulator`. The routes, the OpenAPI document and the tables of docs/control.md are all made from these, so that
 * they cannot disagree.
 */
export interface Control<Body = unknown> {
  method: 'get' | 'post' | 'put' | 'delete'
  /** Below `/_emulator`, with parameters as `:name`. */
  path: string
  /** What it does, in a sentence. */
  summary: string
  /** The same in the library; left out where there is no need for it. `emulator` is also `emulator.project(NAME)`. */
  library?: string
  /**
   * What `?project=*` means: an answer for `each` project by its name, one answer for all of them `together`, what the `server` has for all
   * projects, or an error, for it is about `one`. `none`: it is about no project.
   */
  about: 'each' | 'together' | 'server' | 'one' | 'none'
  /** Query parameters by name, each with what it says and the words that it may be; `project` is understood by all. */
  query?: Record<string, { says: string; words?: string[] }>
  /** What may be sent, as JSON or YAML. */
  body?: () => z.ZodType<Body>
  /** Whether that may be left out. */
  mayBeEmpty?: true
  /** What is answered, in a sentence. */
  answer: string
  /** The name of what is answered as JSON, and its schema. */
  result: [name: string, schema: () => z.ZodType]
  /** What else it can be answered as: media types of texts. */
  texts?: string[]
  /** The value to answer with, as JSON; or a response of its own. */
  serve(request: ControlRequest, body: Body, sent: Sent): unknown
}

/** A body as it was sent. */
export interface Sent {
  text: string
  /** It, or a value of it, with lines and columns, for messages. */
  source(...path: string[]): Source
}

/** A control as it is written: schemas are built when they are first needed. */
type Written = Omit<Control, 'body' | 'result' | 'serve'> & { result: [name: string, build: (z: Zod) => z.ZodType] }

/** An operation whose body is what its schema has checked. */
export function defineControl<S extends z.ZodType>(
  control: Written & {
    body: (z: Zod) => S
    serve(request: ControlRequest, body: z.infer<S>, sent: Sent): unknown
  },
): Control
export function defineControl(control: Written & { serve(request: ControlRequest): unknown }): Control
export function defineControl(control: Written & { body?: (z: Zod) => z.ZodType; serve: Control['serve'] }): Control {
  const { body, result, ...rest } = control
  const [name, build] = result
  return { ...rest, result: [name, lazySchema(build)], ...(body && { body: lazySchema(body) }) }
}

/** What a control says about each project it was asked about: one answer, or under `?project=*` one for each by name. */
export function forEach<T>(
  { projects, all }: ControlRequest,
  say: (project: Project) => T,
): T | { projects: Record<string, T> } {
  if (!all) return say(projects[0]!)
  return { projects: Object.fromEntries(projects.map((project) => [project.name, say(project)])) }
}
