import { faultVocabulary } from '../../src/http/faults/index.ts'
import { scenarioJsonSchema } from '../../src/scenario/schema.ts'

type Schema = {
  [key: string]: unknown
  $ref?: string
  description?: string
  type?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  pattern?: string
  additionalProperties?: Schema | boolean
  $defs?: Record<string, Schema>
}

/** The tables of the reference page, from the same schema that checks the files. */
export function referenceTables(): string {
  const root = scenarioJsonSchema(faultVocabulary) as Schema
  const resolve = (schema: Schema): Schema =>
    schema.$ref
      ? { ...resolve(at(root, schema.$ref)), ...(schema.description ? { description: schema.description } : {}) }
      : schema
  const mapping = (schema: Schema): Schema | undefined => {
    const given = resolve(schema)
    if (given.properties) return given
    return given.anyOf?.map(mapping).find(Boolean) ?? (given.items ? mapping(given.items) : undefined)
  }
  const words = (schema: Schema, seen = 0): string => {
    const given = resolve(schema)
    if (given.const !== undefined) return `\`${String(given.const)}\``
    if (given.enum) return given.enum.map((word) => `\`${String(word)}\``).join(', ')
    if (given.anyOf) return [...new Set(given.anyOf.map((each) => words(each, seen)))].join(', or ')
    if (given.type === 'array') return `list of ${words(given.items ?? {}, seen + 1)}`
    if (given.properties) return 'mapping'
    if (given.type === 'object') return 'mapping'
    return (
      { string: 'text', integer: 'whole number', number: 'number', boolean: 'true or false', null: 'nothing' }[
        given.type ?? ''
      ] ?? 'anything'
    )
  }
  const table = (title: string, schema: Schema): string => {
    const rows = Object.entries(schema.properties ?? {}).map(
      ([name, each]) => `| \`${name}\` | ${words(each).replaceAll('|', '\\|')} | ${resolve(each).description ?? ''} |`,
    )
    return [`### ${title}`, '', '| word | what | meaning |', '|---|---|---|', ...rows].join('\n')
  }
  const { match, script } = root.properties!
  const line = mapping(script!)!
  const { message, tool_calls, usage } = line.properties!
  const branch = mapping(line.properties!.if!)!
  const part = mapping(
    resolve(message!)
      .anyOf!.map(resolve)
      .find(({ type }) => type === 'array')!,
  )!
  const paced = resolve(message!)
    .anyOf!.map(resolve)
    .find(({ properties }) => properties)!
  const call = mapping(tool_calls!)!
  return [
    table('A file', root),
    table('`match`', mapping(match!)!),
    table('A text condition', mapping(mapping(match!)!.properties!.model!)!),
    table('A line of a script', line),
    table('A message as a mapping', paced),
    table('A part of a message', part),
    table('A tool call', call),
    table('`function`', mapping(call.properties!.function!)!),
    table('`code_interpreter`', mapping(call.properties!.code_interpreter!)!),
    table('`file_search`', mapping(call.properties!.file_search!)!),
    table('`if`: what `match` knows, and', { properties: { tool_output: branch.properties!.tool_output! } }),
    table('`tool_output`', mapping(branch.properties!.tool_output!)!),
    table('`usage`', mapping(usage!)!),
    table('`vector_store_files`', mapping(root.properties!.vector_store_files!)!),
  ].join('\n\n')
}

function at(root: Schema, ref: string): Schema {
  return ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .reduce<Schema>((schema, key) => schema[key] as Schema, root)
}
