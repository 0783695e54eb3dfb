import type { Zod } from '../zod.ts'

/** One call of a model turn that calls tools. */
export function call(z: Zod) {
  const output = z.union([
    z.strictObject({ logs: z.string() }),
    z.strictObject({ image: z.strictObject({ file_id: z.string() }) }),
  ])
  const result = z.strictObject({
    file_name: z.string(),
    file_id: z.string().optional(),
    score: z.number().min(0).max(1).optional().describe('Default 0.75.'),
    text: z.string().optional().describe('The passage found; clients see it only with include[].'),
  })
  return z.union([
    z.literal(['code_interpreter', 'file_search'], {
      error: ({ input }) =>
        typeof input === 'string'
          ? `only code_interpreter and file_search stand alone: to call a function, write "function: ${input}"`
          : undefined,
    }),
    z.strictObject({
      function: z
        .union([
          z.string(),
          z.strictObject({
            name: z.string(),
            arguments: z
              .union([z.string(), z.record(z.string(), z.unknown())])
              .optional()
              .describe(
                "A mapping, or a text that is sent as it is; invented to fit the function's schema if left out.",
              ),
          }),
        ])
        .optional()
        .describe('A function call that the client must answer: its name, or name and arguments.'),
      code_interpreter: z
        .union([
          z.string(),
          z.null(),
          z.strictObject({
            input: z.string().optional().describe('The code.'),
            outputs: z
              .array(output)
              .optional()
              .describe('logs and images; none by default, as the service mostly answered.'),
          }),
        ])
        .optional()
        .describe('Code that the service runs by itself.'),
      file_search: z
        .union([
          z.null(),
          z.strictObject({
            results: z.array(result).optional().describe('What it finds; if left out, the files are really searched.'),
            ranking_options: z
              .strictObject({ ranker: z.string().optional(), score_threshold: z.number().min(0).max(1).optional() })
              .optional(),
          }),
        ])
        .optional()
        .describe('A search that the service runs by itself.'),
    }),
  ])
}
