import type { Problem } from '../problems.ts'
import { templateProblem } from '../template.ts'
import type { Path, Source } from '../yaml.ts'

/** Where what does not make sense is noted while the sugar is taken away. */
export class Report {
  readonly source: Source
  readonly problems: Problem[] = []

  constructor(source: Source) {
    this.source = source
  }

  /** Notes a problem at `path`, or at the key itself if one is given. */
  add(path: Path, message: string, key?: string): void {
    this.problems.push(this.source.problem(path, message, key))
  }

  where(path: Path): string {
    return this.source.where(path)
  }

  /** Checks the templates in every text of a value. */
  templates(path: Path, value: unknown): void {
    if (typeof value === 'string') {
      const problem = templateProblem(value)
      if (problem) this.add(path, problem)
    } else if (value && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value))
        this.templates([...path, Array.isArray(value) ? Number(key) : key], inner)
    }
  }
}
