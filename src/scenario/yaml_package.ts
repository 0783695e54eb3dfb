import { createRequire } from 'node:module'

export type { Document, Node, Pair } from 'yaml'
export type Yaml = typeof import('yaml')

const require = createRequire(import.meta.url)

/** The package that reads YAML, loaded when the first file is read. */
export function loadYaml(): Yaml {
  return require('yaml') as Yaml
}
