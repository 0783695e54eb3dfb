import { shippedFolder } from '../package.ts'
import { scenarioFiles, scenarioName } from './files.ts'
import type { Scenario } from './scenario.ts'

/** The scenarios that came with the package. They do not change: each is read when it is first asked for, and then known. */
export class Shipped {
  readonly #read: (path: string) => Scenario
  readonly #known = new Map<string, Scenario>()
  #files: Map<string, string> | undefined

  constructor(read: (path: string) => Scenario) {
    this.#read = read
  }

  names(): Iterable<string> {
    return this.#paths().keys()
  }

  /** Asks without reading it. */
  has(name: string): boolean {
    return this.#paths().has(name)
  }

  get(name: string): Scenario | undefined {
    const file = this.#known.has(name) ? undefined : this.#paths().get(name)
    if (file) this.#known.set(name, this.#read(file))
    return this.#known.get(name)
  }

  #paths(): Map<string, string> {
    return (this.#files ??= new Map(scenarioFiles(shippedFolder).map((path) => [scenarioName(path), path])))
  }
}
