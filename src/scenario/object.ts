import { type Problem, ScenarioError } from './problems.ts'
import type { Path, Source } from './yaml.ts'

const deepest = 200

/**
 * An object of the program's, as the YAML would be that says the same. What has the value `undefined` is not there.
 * @throws ScenarioError where no YAML could say it.
 */
export function objectSource(file: string, data: unknown): Source {
  // An object has no lines: the path inside it stands in the message instead.
  const problem = (path: Path, message: string, key?: string): Problem => {
    const where = spell(key === undefined ? path : [...path, key])
    return { file, line: 1, column: 1, message: where ? `${where}: ${message}` : message }
  }
  return {
    file,
    data: copy(data, [], (path, message) => {
      throw new ScenarioError([problem(path, message)])
    }),
    problem: (path, message) => problem(path, message),
    where: (path) => `${file} ${spell(path)}`,
  }
}

function spell(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
}

function copy(value: unknown, path: Path, refuse: (path: Path, message: string) => never): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  if (typeof value !== 'object') return refuse(path, `expected what YAML can say, but this is of type ${typeof value}`)
  if (path.length > deepest)
    return refuse(path.slice(0, 5), `this is nested more than ${deepest} levels deep, or contains itself`)
  if (Array.isArray(value)) return value.map((item, n) => copy(item, [...path, n], refuse))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    return refuse(path, `expected what YAML can say, but this is a ${value.constructor.name}`)
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  if (entries.some(([key]) => key === '__proto__')) return refuse(path, 'a key cannot be called __proto__')
  return Object.fromEntries(entries.map(([key, inner]) => [key, copy(inner, [...path, key], refuse)]))
}
