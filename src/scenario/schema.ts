import type { FaultVocabulary } from './format/faults.ts'
import { scenarioFile } from './format/file.ts'
import { toJSONSchema } from './zod.ts'

/** The format of a scenario file as a JSON Schema (draft 2020-12), for editors and for the reference page. */
export function scenarioJsonSchema(faults: FaultVocabulary): Record<string, unknown> {
  const schema = toJSONSchema(scenarioFile(faults), { io: 'input', reused: 'ref' }) as Record<string, unknown>
  const { $schema, ...rest } = schema
  return { $schema, title: 'A scenario of run-emulator', ...rest }
}
