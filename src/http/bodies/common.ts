import type { Zod } from '../../scenario/zod.ts'
import { errors } from '../errors.ts'

/** What several bodies share, with the limits of protocol.md §4.5. */

export function metadata(z: Zod) {
  return z
    .record(z.string(), z.string().max(512))
    .superRefine((pairs, context) => {
      const keys = Object.keys(pairs)
      if (keys.length > 16)
        context.addIssue({
          code: 'custom',
          params: { error: (param: string) => errors.tooManyProperties(param, 16, keys.length) },
        })
      const long = keys.find((key) => key.length > 64)
      if (long)
        context.addIssue({
          code: 'custom',
          params: { error: (param: string) => errors.tooLong(param, 64, long.length) },
        })
    })
    .nullish()
}

export function tools(z: Zod, most: number) {
  const functionTool = z.strictObject({
    type: z.literal('function'),
    function: z.strictObject({
      name: z
        .string()
        .max(64)
        .regex(/^[a-zA-Z0-9_-]+$/),
      description: z.string().optional(),
      parameters: z.record(z.string(), z.unknown()).optional(),
      strict: z.boolean().nullish(),
    }),
  })
  const codeInterpreter = z.strictObject({ type: z.literal('code_interpreter') })
  const fileSearch = z.strictObject({
    type: z.literal('file_search'),
    file_search: z
      .strictObject({
        max_num_results: z.int().min(1).max(50).optional(),
        ranking_options: z
          .strictObject({
            ranker: z.string().optional(),
            score_threshold: z.number().min(0).max(1),
            hybrid_search: z.unknown().optional(),
          })
          .optional(),
      })
      .optional(),
  })
  return z.array(z.discriminatedUnion('type', [codeInterpreter, functionTool, fileSearch])).max(most)
}

export function sampling(z: Zod) {
  return {
    temperature: z.number().min(0).max(2).nullish(),
    top_p: z.number().min(0).max(1).nullish(),
    reasoning_effort: z.string().nullish(),
  }
}

export function responseFormat(z: Zod) {
  const schema = z.strictObject({
    name: z
      .string()
      .max(64)
      .regex(/^[a-zA-Z0-9_-]+$/),
    description: z.string().optional(),
    schema: z.record(z.string(), z.unknown()).optional(),
    strict: z.boolean().nullish(),
  })
  const object = z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text') }),
    z.strictObject({ type: z.literal('json_object') }),
    z.strictObject({ type: z.literal('json_schema'), json_schema: schema }),
  ])
  return z.union([z.literal('auto'), object]).nullish()
}

export function toolResources(z: Zod) {
  const ids = z.array(z.string())
  return z
    .strictObject({
      code_interpreter: z.strictObject({ file_ids: ids.max(20) }).optional(),
      file_search: z.strictObject({ vector_store_ids: ids.max(1) }).optional(),
    })
    .nullish()
}

/** An id in a body, which the service checks by its prefix. */
export function id(z: Zod, prefix: string) {
  return z.string().superRefine((value, context) => {
    if (!value.startsWith(prefix))
      context.addIssue({ code: 'custom', params: { error: (param: string) => errors.wrongId(param, value, prefix) } })
  })
}
