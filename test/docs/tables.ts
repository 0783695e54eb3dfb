/** A JSON Schema, as far as these pages look into it. */
export type Schema = {
  [key: string]: unknown
  $ref?: string
  description?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  pattern?: string
  additionalProperties?: Schema | boolean
  $defs?: Record<string, Schema>
}

/** Tables for people, of the schemas that stand in one. */
export function tablesOf(root: Schema) {
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
    if (Array.isArray(given.type)) return given.type.map((type) => words({ type }, seen)).join(', or ')
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
  return { mapping, resolve, table, words }
}

function at(root: Schema, ref: string): Schema {
  return ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .reduce<Schema>((schema, key) => schema[key] as Schema, root)
}
