import { dirname } from 'node:path'
import { check } from './check.ts'
import { readText, scenarioFiles, scenarioName, twins } from './files.ts'
import type { FaultVocabulary } from './format/faults.ts'
import { scenarioFile, type ScenarioFile } from './format/file.ts'
import { normalise } from './normal/scenario.ts'
import { objectSource } from './object.ts'
import { type Problem, ScenarioError } from './problems.ts'
import type { Scenario } from './scenario.ts'
import { Shipped } from './shipped.ts'
import { readYaml, type Source } from './yaml.ts'

/** Scenarios given by the user: a file or folder, or inline by name, as YAML or as the object that the YAML would be. */
export type ScenarioSource = string | Record<string, string | object>

interface Sound {
  scenarios: Scenario[]
  problems: Problem[]
}

/** Reads scenarios, from YAML or from plain objects; `faults` are the words for what can go wrong on the wire. */
export class Reader {
  readonly shipped = new Shipped((path) => this.file(path))
  readonly #faults: FaultVocabulary
  /** Building it costs more than reading a file. */
  #schema: ReturnType<typeof scenarioFile> | undefined

  constructor(faults: FaultVocabulary) {
    this.#faults = faults
  }

  /**
   * All scenarios of a source.
   * @throws ScenarioError with the problems of all of them; Error if there is no such file or folder
   */
  all(source: ScenarioSource): Scenario[] {
    const { scenarios, problems } = this.sound(source)
    if (problems.length > 0) throw new ScenarioError(problems)
    return scenarios
  }

  /** The sound scenarios of a source, and the problems of the others. @throws Error if there is no such file or folder */
  sound(source: ScenarioSource): Sound {
    return this.#sound(this.#reads(source))
  }

  /** The same of files that are known by their paths. */
  soundFiles(paths: string[]): Sound {
    return this.#sound(paths.map((path) => () => this.file(path)))
  }

  #sound(reads: (() => Scenario)[]): Sound {
    const problems: Problem[] = []
    const files = new Map<string, string>()
    const scenarios = reads.flatMap((read) => {
      try {
        const scenario = read()
        const other = files.get(scenario.name)
        files.set(scenario.name, scenario.file)
        if (other !== undefined) throw twins(scenario, other)
        return [scenario]
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error
        problems.push(...error.problems)
        return []
      }
    })
    return { scenarios, problems }
  }

  #reads(source: ScenarioSource): (() => Scenario)[] {
    if (typeof source === 'string') return scenarioFiles(source).map((path) => () => this.file(path))
    return Object.entries(source).map(
      ([name, content]) =>
        () =>
          typeof content === 'string' ? this.yaml(name, content) : this.object(name, content),
    )
  }

  /** @throws ScenarioError */
  yaml(name: string, text: string, file = `scenario "${name}"`): Scenario {
    return this.#read(name, readYaml(file, text))
  }

  /** @throws ScenarioError */
  object(name: string, data: unknown): Scenario {
    return this.#read(name, objectSource(`scenario "${name}"`, data))
  }

  /** @throws ScenarioError */
  file(path: string): Scenario {
    return this.#read(scenarioName(path), { ...readYaml(path, readText(path)), folder: dirname(path) })
  }

  /** @throws ScenarioError */
  source(name: string, source: Source): Scenario {
    return this.#read(name, source)
  }

  #read(name: string, source: Source): Scenario {
    const schema = (this.#schema ??= scenarioFile(this.#faults))
    const checked = check(source.data === null ? { ...source, data: {} } : source, schema)
    return normalise(name, source, checked, this.#faults)
  }
}

export type { ScenarioFile }
