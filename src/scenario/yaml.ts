import { type Problem, ScenarioError } from './problems.ts'
import { type Document, loadYaml, type Node, type Pair, type Yaml } from './yaml_package.ts'
import { told } from './yaml_errors.ts'
import { walk } from './yaml_walk.ts'

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

export const maxSize = 1_000_000
const deepest = 200

/** @throws ScenarioError if the text is not one well-formed YAML document of reasonable size and depth, without tricks. */
export function readYaml(file: string, text: string): Source {
  const yaml = loadYaml()
  const lines = new yaml.LineCounter()
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const refuse = (offset: number, message: string): never => {
    throw new ScenarioError([{ ...at(offset), message }])
  }
  if (text.length > maxSize) refuse(0, tooLarge(text.length))

  // Depth is watched while reading: what is nested deeper would overflow the stack of whoever walks it.
  const parser = new yaml.Parser(lines.addNewLine)
  const tokens = []
  lines.addNewLine(0)
  for (const lexeme of new yaml.Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme))
    if (parser.stack.length > deepest) refuse(parser.offset, `this is nested more than ${deepest} levels deep`)
  }
  tokens.push(...parser.end())
  const options = { lineCounter: lines, uniqueKeys: false, resolveKnownTags: false }
  const [document, second] = [...new yaml.Composer(options).compose(tokens, true, text.length)] as Document.Parsed[]
  // What follows a first mistake is mostly its consequence.
  const [flaw] = [...document!.errors, ...document!.warnings]
  if (flaw) {
    const { offset, message } = told(flaw, text, document!, yaml)
    refuse(offset, message)
  }
  if (second) refuse(second.range[0], 'a file holds one scenario: this is a second document')
  const tricks = walk(document!.contents, yaml)
  if (tricks.length > 0) throw new ScenarioError(tricks.map(({ offset, message }) => ({ ...at(offset), message })))

  const nodeAt = (path: Path): Node | null => {
    let node: Node | null = document!.contents
    for (const key of path) {
      const below: unknown = resolved(yaml, document!, node)?.get(key, true)
      if (!yaml.isNode(below)) break
      node = below
    }
    return node
  }
  const keyAt = (path: Path, key: string): Node | null => {
    const map = resolved(yaml, document!, nodeAt(path))
    const pair = yaml.isMap(map)
      ? map.items.find((item: Pair) => yaml.isScalar(item.key) && String(item.key.value) === key)
      : undefined
    return yaml.isNode(pair?.key) ? pair.key : null
  }
  return {
    file,
    data: document!.toJS({ maxAliasCount: -1 }),
    problem: (path, message, key) => ({
      ...at(((key === undefined ? null : keyAt(path, key)) ?? nodeAt(path))?.range?.[0] ?? 0),
      message,
    }),
    where: (path) => `${file}:${at(nodeAt(path)?.range?.[0] ?? 0).line}`,
  }
}

export function tooLarge(size: number): string {
  return `this is ${size} characters long; a scenario may have ${maxSize}`
}

/** A mapping or list, also where only its alias stands. */
function resolved(yaml: Yaml, document: Document.Parsed, node: Node | null) {
  const meant = yaml.isAlias(node) ? node.resolve(document) : node
  return yaml.isCollection(meant) ? meant : undefined
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
