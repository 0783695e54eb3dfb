import type { Zod } from '../../scenario/zod.ts'

/** Tools as a client may send them, or as the service shows them. */
export function tools(z: Zod) {
  const functionTool = z.strictObject({
    type: z.literal('function'),
    function: z.strictObject({
      name: z.string(),
      description: z.string().optional(),
      parameters: z.record(z.string(), z.unknown()).optional(),
      strict: z.boolean().nullish(),
    }),
  })
  const ranking = z.strictObject({
    ranker: z.string().optional(),
    score_threshold: z.number(),
    hybrid_search: z.unknown().optional(),
  })
  const search = z.strictObject({ max_num_results: z.int().optional(), ranking_options: ranking.optional() })
  return z
    .array(
      z.union([
        functionTool,
        z.strictObject({ type: z.literal('code_interpreter') }),
        z.strictObject({ type: z.literal('file_search'), file_search: search.optional() }),
      ]),
    )
    .optional()
}

export function resources(z: Zod) {
  return z
    .strictObject({
      file_search: z.strictObject({ vector_store_ids: z.array(z.string()) }).optional(),
      code_interpreter: z.strictObject({ file_ids: z.array(z.string()) }).optional(),
    })
    .optional()
}

export function format(z: Zod) {
  return z
    .union([
      z.literal('auto'),
      z.strictObject({ type: z.enum(['text', 'json_object']) }),
      z.strictObject({ type: z.literal('json_schema'), json_schema: z.looseObject({ name: z.string() }) }),
    ])
    .nullish()
}

/** A part of a message: its text as a client sends it, or as the service shows it. */
export function content(z: Zod) {
  const cited = { type: z.string(), text: z.string(), start_index: z.int(), end_index: z.int() }
  const annotation = z.union([
    z.strictObject({ ...cited, file_citation: z.looseObject({ file_id: z.string() }) }),
    z.strictObject({ ...cited, file_path: z.strictObject({ file_id: z.string() }) }),
  ])
  const detail = z.string().optional()
  return z.union([
    z.strictObject({
      type: z.literal('text'),
      text: z.union([z.string(), z.strictObject({ value: z.string(), annotations: z.array(annotation) })]),
    }),
    z.strictObject({ type: z.literal('image_file'), image_file: z.strictObject({ file_id: z.string(), detail }) }),
    z.strictObject({ type: z.literal('image_url'), image_url: z.strictObject({ url: z.string(), detail }) }),
    z.strictObject({ type: z.literal('refusal'), refusal: z.string() }),
  ])
}
