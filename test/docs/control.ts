import { controls } from '../../src/http/control/index.ts'
import type { Control } from '../../src/http/control/control.ts'
import { toJSONSchema } from '../../src/scenario/zod.ts'
import { type Schema, tablesOf } from './tables.ts'

/** The reference part of the page about the control API, from the controls that the routes are made from. */
export function controlReference(): string {
  const groups = [...new Set(controls.map(groupOf))]
  return groups
    .map((group) => [`### ${group}`, ...controls.filter((each) => groupOf(each) === group).map(section)].join('\n\n'))
    .join('\n\n')
}

const groupOf = ({ path }: Control) => path.split('/')[1]!

const stars = {
  each: '`?project=*`: an answer for each project, by name, in `projects`.',
  together: '`?project=*`: all projects together.',
  server: '`?project=*`: what the server has and all projects share.',
  one: 'One project at a time.',
  none: 'About the server.',
}

function section({ method, path, summary, answer, result, about, library, query = {}, body }: Control): string {
  const [name] = result
  return [
    `**\`${method.toUpperCase()} /_emulator${path}\`** ${summary}`,
    `Answers \`${name}\`: ${lowered(answer)} ${stars[about]}${library === undefined ? '' : ` In the library: \`${library}\`.`}`,
    ...(Object.keys(query).length > 0 ? [queryTable(query)] : []),
    ...(body ? bodyTables(toJSONSchema(body(), { io: 'input', unrepresentable: 'any' }) as Schema) : []),
  ].join('\n\n')
}

const lowered = (sentence: string) =>
  /^(`|[A-Z]{2}|OpenAPI)/.test(sentence) ? sentence : sentence[0]!.toLowerCase() + sentence.slice(1)

function queryTable(query: NonNullable<Control['query']>): string {
  const rows = Object.entries(query).map(
    ([name, { says, words }]) =>
      `| \`?${name}=\` | ${words?.map((word) => `\`${word}\``).join(', ') ?? 'text'} | ${says} |`,
  )
  return ['| query | what | meaning |', '|---|---|---|', ...rows].join('\n')
}

/** The words of a body, and of the mappings in it; a scenario and a state have pages and words of their own. */
function bodyTables(schema: Schema): string[] {
  const { mapping, resolve, words } = tablesOf(schema)
  const table = (given: Schema, prefix = ''): string[] =>
    Object.entries(given.properties ?? {}).flatMap(([name, each]) => {
      const inner = words(each).startsWith('list of') || resolve(each).properties ? mapping(each) : undefined
      const row = `| \`${prefix}${name}\` | ${words(each).replaceAll('|', '\\|')} | ${[resolve(each).description, ...(each.default === undefined ? [] : [`Default: ${String(each.default)}.`])].filter(Boolean).join(' ')} |`
      return [row, ...(inner ? table(inner, `${prefix}${name}.`) : [])]
    })
  const rows = schema.anyOf ? [] : table(schema)
  return rows.length > 0 ? [['| body | what | meaning |', '|---|---|---|', ...rows].join('\n')] : []
}
