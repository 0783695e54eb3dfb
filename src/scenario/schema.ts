import type { FaultVocabulary } from './format/faults.ts'
import { scenarioFile } from './format/file.ts'
import { toJSONSchema } from './zod.ts'

/** The format of a scenario file as a JSON Schema (draft 2020-12), for editors and for the reference page. */
export function scenarioJsonSchema(faults: FaultVocabulary): Record<string, unknown> {
  const schema = toJSONSchema(scenarioFile(faults), { io: 'input', reused: 'ref' }) as Record<string, unknown>
  const { $schema, ...rest } = schema
  return { $schema, title: 'A scenario of run-emulator', ...named(rest) }
}

/** Editors tell the names of what is defined: each is called after the first word that it stands behind. */
function named(schema: Record<string, unknown>): Record<string, unknown> {
  const names = new Map<string, string>()
  const walk = (node: unknown, word: string): void => {
    if (typeof node !== 'object' || node === null) return
    for (const [key, inner] of Object.entries(node)) {
      if (key === 'properties') for (const [name, property] of Object.entries(inner as object)) walk(property, name)
      else if (key === '$ref') follow(String(inner).replace('#/$defs/', ''), word)
      else if (key !== '$defs') walk(inner, word)
    }
  }
  const follow = (ref: string, word: string): void => {
    if (names.has(ref)) return
    const others = [...names.values()].filter((name) => name === word || name.startsWith(`${word} `)).length
    names.set(ref, others === 0 ? word : `${word} ${others + 1}`)
    walk(definitions[ref], word)
  }
  const definitions = schema.$defs as Record<string, unknown>
  walk(schema, 'scenario')
  const text = JSON.stringify(schema).replace(/__schema\d+/g, (ref) => (names.get(ref) ?? ref).replace(' ', '_'))
  return JSON.parse(text) as Record<string, unknown>
}
