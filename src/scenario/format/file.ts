import { seen } from '../words.ts'
import { builders, type z } from '../zod.ts'
import { faultLines, type FaultVocabulary } from './faults.ts'
import { vectorStoreFiles } from './ingestion.ts'
import { line } from './line.ts'
import { conditions } from './match.ts'
import { duration } from './time.ts'

export const tokenizers = ['o200k_base', 'cl100k_base'] as const

/**
 * The format of a scenario file, before its sugar is taken away. Every description in this folder is shown to users: by editors, by
 * the reference page and by `run-emulator schema`.
 */
export function scenarioFile(faults: FaultVocabulary) {
  const z = builders
  const lines = z.array(line(z))
  const play = {
    script: lines.optional().describe('What the run does, line by line. After the last line it completes.'),
    on_cancel: lines
      .optional()
      .describe(
        'What it does once a client has cancelled it, while it is cancelling. After the last line it is cancelled.',
      ),
    expires_after: duration(z).optional().describe('Time from creation to expiry. Default 10m, as the service had it.'),
    faults: faultLines(z, faults).optional(),
  }
  const match = z.strictObject(conditions(z))
  return z.strictObject(
    {
      description: z.string().optional().describe('One sentence: what a client will see.'),
      issue: z
        .union([z.string(), z.array(z.string())])
        .optional()
        .describe('The public issue that it reproduces, such as openai/openai-node#1306.'),
      match: z
        .union([match, z.array(match).min(1)])
        .optional()
        .describe(
          'Which runs it answers without being named: all conditions must hold; of a list, one set. More conditions win.',
        ),
      times: z.int().min(1).optional().describe('For how many create requests; then the choice passes on.'),
      probability: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .describe('The share of the fitting runs that it answers, drawn from the seed.'),
      tokenizer: z
        .enum(tokenizers)
        .optional()
        .describe('Counts tokens as this encoding does. Needs the package gpt-tokenizer.'),
      ...play,
      sequence: z
        .array(z.strictObject({ times: z.int().min(1).optional().describe('For how many runs; default 1.'), ...play }))
        .min(1)
        .optional()
        .describe('Different scripts for successive runs, in place of script; the last one stays.'),
      vector_store_files: vectorStoreFiles(z)
        .optional()
        .describe('How files are taken into vector stores. The first item that is for a file tells.'),
    },
    {
      error: (issue) =>
        issue.code === 'invalid_type'
          ? `a scenario is a mapping with words such as script and match, but this is ${seen(issue.input)}`
          : undefined,
    },
  )
}

export type ScenarioFile = z.infer<ReturnType<typeof scenarioFile>>
export type PlayFile = Pick<ScenarioFile, 'script' | 'on_cancel' | 'expires_after' | 'faults'>
export type LineFile = NonNullable<ScenarioFile['script']>[number]
export type LineMapping = Exclude<LineFile, string>
