import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { check } from './check.ts'
import { type FaultVocabulary, scenarioFile, type ScenarioFile } from './format/file.ts'
import { normalise } from './normal/scenario.ts'
import type { Scenario } from './scenario.ts'
import { type Path, readYaml, type Source } from './yaml.ts'

/** Reads scenarios, from YAML or from plain objects; `faults` are the words for what can go wrong on the wire. */
export class Reader {
  readonly #faults: FaultVocabulary
  #schema: ReturnType<typeof scenarioFile> | undefined

  constructor(faults: FaultVocabulary) {
    this.#faults = faults
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
    return this.yaml(scenarioName(path), readFileSync(path, 'utf8'), path)
  }

  #read(name: string, source: Source): Scenario {
    this.#schema ??= scenarioFile(this.#faults)
    return normalise(
      name,
      source,
      check(source.data === null ? { ...source, data: {} } : source, this.#schema),
      this.#faults,
    )
  }
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
function objectSource(file: string, data: unknown): Source {
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
