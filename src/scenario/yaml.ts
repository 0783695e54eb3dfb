import { createRequire } from 'node:module'
import type { Node, Pair } from 'yaml'
import { type Problem, ScenarioError } from './problems.ts'

const require = createRequire(import.meta.url)

export type Path = readonly PropertyKey[]

/** A YAML text as plain data, and where in the text each path stands. */
export interface Source {
  file: string
  data: unknown
  /** Where files that a scenario names are looked for; undefined for a text that is no file. */
  folder?: string
  /** The problem at `path`; at the key itself if `key` is given. */
  problem(path: Path, message: string, key?: string): Problem
  /** `file:line` of `path`. */
  where(path: Path): string
}

const maxBytes = 1_000_000

/** @throws ScenarioError if the text is not one well-formed YAML document of reasonable size. */
export function readYaml(file: string, text: string): Source {
  // The only importer of yaml; loaded when the first file is read.
  const { LineCounter, parseDocument, isMap, isNode, isScalar } = require('yaml') as typeof import('yaml')
  if (text.length > maxBytes)
    throw new ScenarioError([
      {
        file,
        line: 1,
        column: 1,
        message: `the file has ${text.length} characters, more than the ${maxBytes} allowed`,
      },
    ])
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const flaws = [...document.errors, ...document.warnings]
  if (flaws.length > 0)
    throw new ScenarioError(
      flaws.map((flaw) => ({
        ...at(flaw.pos[0]),
        message: flaw.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''),
      })),
    )

  let data: unknown
  try {
    data = document.toJS({ maxAliasCount: 50 })
  } catch (error) {
    throw new ScenarioError([{ file, line: 1, column: 1, message: (error as Error).message }])
  }

  const nodeAt = (path: Path): Node | null => {
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true)
      if (isNode(node)) return node
    }
    return document.contents
  }
  const keyAt = (path: Path, key: string): Node | null => {
    const map = path.length === 0 ? document.contents : document.getIn(path, true)
    const pair = isMap(map)
      ? map.items.find((item: Pair) => isScalar(item.key) && String(item.key.value) === key)
      : undefined
    return isNode(pair?.key) ? pair.key : null
  }
  return {
    file,
    data,
    problem: (path, message, key) => ({
      ...at(((key === undefined ? null : keyAt(path, key)) ?? nodeAt(path))?.range?.[0] ?? 0),
      message,
    }),
    where: (path) => `${file}:${at(nodeAt(path)?.range?.[0] ?? 0).line}`,
  }
}

/** A value inside a source, as a source of its own. */
export function within(source: Source, path: Path): Source {
  return {
    ...source,
    data: path.reduce<unknown>((data, key) => (data as Record<PropertyKey, unknown> | undefined)?.[key], source.data),
    problem: (inner, message, key) => source.problem([...path, ...inner], message, key),
    where: (inner) => source.where([...path, ...inner]),
  }
}
