import { allMoments, type Moment } from '../moments.ts'
import type { Zod, z as zed } from '../zod.ts'

/** What a scenario may say about one way of going wrong; its name is the word. */
export interface FaultWord {
  /** What it does, in a sentence for editors. */
  what: string
  on: readonly Moment[]
  /** Whether the request may have been carried out when it strikes: the first is the default. */
  handled: readonly [boolean, ...boolean[]]
  schema: (z: Zod) => zed.ZodType
  /** Why these arguments make no sense at this moment; undefined if they do. */
  check?(args: unknown, on: Moment, handled: boolean): string | undefined
  /** The arguments with what files in the scenario's folder add to them. @throws Error that says what is wrong */
  prepare?(args: unknown, folder: string | undefined): unknown
}

/** What can go wrong on the wire: given by whoever builds the schema, so that the faults' own files define their words. */
export type FaultVocabulary = Record<string, FaultWord>

export function faultLines(z: Zod, vocabulary: FaultVocabulary) {
  const words = Object.fromEntries(
    Object.entries(vocabulary).map(([name, { schema, what }]) => [
      name,
      z
        .lazy(() => schema(z))
        .optional()
        .describe(what),
    ]),
  )
  const line = z.strictObject({
    on: z.enum(allMoments).describe('Which requests it disturbs.'),
    nth: z.int().min(1).optional().describe('Only this one of them: 1 is the first.'),
    after: z.int().min(1).optional().describe('How many of them pass before it begins.'),
    times: z.int().min(1).optional().describe('How many of them it disturbs; all if left out.'),
    probability: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('The share of them that it disturbs, drawn from the seed.'),
    handled: z
      .boolean()
      .optional()
      .describe('Whether the request has been carried out by the time it strikes; each fault has a default.'),
    ...words,
  })
  return z.array(line).describe('What goes wrong with responses while the run stays correct.')
}

export type FaultFile = zed.infer<ReturnType<typeof faultLines>>[number]
