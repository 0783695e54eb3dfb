import { faultVocabulary } from '../../src/http/faults/index.ts'
import { scenarioJsonSchema } from '../../src/scenario/schema.ts'
import { type Schema, tablesOf } from './tables.ts'

/** The tables of the reference page, from the same schema that checks the files. */
export function referenceTables(): string {
  const root = scenarioJsonSchema(faultVocabulary) as Schema
  const { mapping, resolve, table } = tablesOf(root)
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
