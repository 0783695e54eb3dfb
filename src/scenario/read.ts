import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { check } from './check.ts'
import type { FaultVocabulary } from './format/faults.ts'
import { scenarioFile, type ScenarioFile } from './format/file.ts'
import { normalise } from './normal/scenario.ts'
import { type Problem, ScenarioError } from './problems.ts'
import type { Scenario } from './scenario.ts'
import { type Path, readYaml, type Source } from './yaml.ts'

/** Scenarios given by the user: a file or folder, or inline by name, as YAML or as the object that the YAML would be. */
export type ScenarioSource = string | Record<string, string | object>

/** Reads scenarios, from YAML or from plain objects; `faults` are the words for what can go wrong on the wire. */
export class Reader {
  readonly #faults: FaultVocabulary

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
  sound(source: ScenarioSource): { scenarios: Scenario[]; problems: Problem[] } {
    const problems: Problem[] = []
    const scenarios = this.#reads(source).flatMap((read) => {
      try {
        return [read()]
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
    return this.#read(scenarioName(path), { ...readYaml(path, readFileSync(path, 'utf8')), folder: dirname(path) })
  }

  /** @throws ScenarioError */
  source(name: string, source: Source): Scenario {
    return this.#read(name, source)
  }

  #read(name: string, source: Source): Scenario {
    return normalise(
      name,
      source,
      check(source.data === null ? { ...source, data: {} } : source, schemaOf(this.#faults)),
      this.#faults,
    )
  }
}

const schemas = new WeakMap<FaultVocabulary, ReturnType<typeof scenarioFile>>()

/** Building the schema costs more than reading a file: it is built once, for all emulators of the process. */
function schemaOf(faults: FaultVocabulary): ReturnType<typeof scenarioFile> {
  const schema = schemas.get(faults) ?? scenarioFile(faults)
  schemas.set(faults, schema)
  return schema
}

export type { ScenarioFile }

export function scenarioName(path: string): string {
  return basename(path, extname(path))
}

/**
 * The scenario files that a path names: itself, or all `.yaml` and `.yml` below a folder, sorted.
 * @throws Error if there is no such file or folder.
 */
export function scenarioFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  const entries = readdirSync(path, { recursive: true, encoding: 'utf8' })
  return entries
    .filter((entry) => /\.ya?ml$/.test(entry))
    .sort()
    .map((entry) => join(path, entry))
}

// An object has no lines: the path inside it stands in the message instead.
export function objectSource(file: string, data: unknown): Source {
  const spell = (path: Path) =>
    path
      .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
      .join('')
      .replace(/^\./, '')
  return {
    file,
    data,
    problem: (path, message) => ({
      file,
      line: 1,
      column: 1,
      message: path.length > 0 ? `${spell(path)}: ${message}` : message,
    }),
    where: (path) => `${file} ${spell(path)}`,
  }
}
