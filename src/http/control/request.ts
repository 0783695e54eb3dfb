import type { Context } from 'hono'
import { ControlError } from '../../engine/control_error.ts'
import type { Project } from '../../engine/project.ts'
import type { Services } from '../services.ts'
import { projectName } from '../serve.ts'

/** A request to the emulator itself, and the projects it is about (decisions 26). */
export class ControlRequest {
  readonly services: Services
  /** Whether it is about all projects (`?project=*`). */
  readonly all: boolean
  readonly context: Context
  readonly #name: string

  constructor(context: Context, services: Services) {
    this.context = context
    this.services = services
    this.#name = context.req.query('project') || projectName(context)
    this.all = this.#name === '*'
  }

  /** The one project it is about. @throws ControlError if it is about all */
  get project(): Project {
    if (this.all) throw new ControlError('one_project', 'This is about one project: send ?project=NAME, not *.')
    return this.services.projects.get(this.#name)
  }

  /** The name of the project it is about, which need not be there. */
  get projectName(): string {
    return this.#name
  }

  /** All projects it is about, by name. */
  get projects(): Project[] {
    if (!this.all) return [this.project]
    return [...this.services.projects].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  param(name: string): string {
    return this.context.req.param(name) ?? ''
  }

  query(name: string): string | undefined {
    return this.context.req.query(name) || undefined
  }
}
