import type { Subcommand } from './subcommand.ts'

/** Prints the JSON Schema of scenario files. */
export const schema: Subcommand<Record<never, never>> = {
  name: 'schema',
  summary: 'Prints the JSON Schema of scenario files, for editors.',
  flags: {},
  run: async (_, { out }) => {
    const { scenarioJsonSchema } = await import('../scenario/schema.ts')
    const { faultVocabulary } = await import('../http/faults/index.ts')
    out.stdout.write(`${JSON.stringify(scenarioJsonSchema(faultVocabulary), null, 2)}\n`)
  },
}
