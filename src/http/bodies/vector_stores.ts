import { lazySchema, type z, type Zod } from '../../scenario/zod.ts'
import { ApiError } from '../../run/api_error.ts'
import { absent, attributes, eitherOf, id, integer, metadata, text } from './common.ts'

/** How a file is cut into passages; the service wanted the overlap to be at most half of a passage. */
export function chunkingStrategy(z: Zod) {
  const limits = z
    .strictObject({ max_chunk_size_tokens: integer(z, 100, 4096), chunk_overlap_tokens: integer(z, 0) })
    .superRefine(({ max_chunk_size_tokens: size, chunk_overlap_tokens: overlap }, context) => {
      const error = (param: string) =>
        new ApiError('large_integer', { param, most: Math.floor(size / 2), got: overlap })
      if (overlap > size / 2) context.addIssue({ code: 'custom', path: ['chunk_overlap_tokens'], params: { error } })
    })
  return z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('auto') }),
      z.strictObject({ type: z.literal('static'), static: limits }),
    ])
    .nullish()
}

const fileIds = (z: Zod, most: number) => z.array(id(z, 'file')).max(most).nullish()

const expiresAfter = (z: Zod) =>
  z.strictObject({ anchor: z.literal('last_active_at'), days: integer(z, 1, 365) }).nullish()

/** A vector store that is made along with an assistant or a thread. */
export const helperStore = (z: Zod) =>
  z.strictObject({ file_ids: fileIds(z, 10_000), chunking_strategy: chunkingStrategy(z), metadata: metadata(z) })

export const createVectorStore = lazySchema((z) =>
  z.strictObject({
    file_ids: fileIds(z, 500),
    name: text(z, 256).nullish(),
    description: text(z, 512).nullish(),
    expires_after: expiresAfter(z),
    chunking_strategy: chunkingStrategy(z),
    metadata: metadata(z),
  }),
)

export const modifyVectorStore = lazySchema((z) =>
  z.strictObject({ name: text(z, 256).nullish(), expires_after: expiresAfter(z), metadata: metadata(z) }),
)

const attachable = (z: Zod) => ({
  file_id: id(z, 'file'),
  chunking_strategy: chunkingStrategy(z),
  attributes: attributes(z),
})

export const attachFile = lazySchema((z) => z.strictObject(attachable(z)))

/** Either ids with one strategy and one set of attributes for all, or files each with its own. */
export const attachFiles = lazySchema((z) =>
  z
    .strictObject({
      file_ids: z.array(id(z, 'file')).min(1).max(2000).nullish(),
      files: z
        .array(z.strictObject(attachable(z)))
        .min(1)
        .max(2000)
        .nullish(),
      chunking_strategy: chunkingStrategy(z),
      attributes: attributes(z),
    })
    .superRefine(eitherOf('file_ids', 'files', { needed: true })),
)

/** `null` empties; nothing at all is a mistake. */
export const modifyAttributes = lazySchema((z) =>
  z.strictObject({ attributes: attributes(z) }).superRefine(({ attributes: given }, context) => {
    if (given === undefined)
      context.addIssue({
        code: 'custom',
        path: ['attributes'],
        params: { error: (param: string) => new ApiError('missing', { param }) },
      })
  }),
)

/** So deep may filters be nested. */
const deepest = 10

function filter(z: Zod, depth = deepest): z.ZodType {
  const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))])
  const comparison = z.strictObject({
    type: z.enum(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'nin']),
    key: z.string(),
    value,
  })
  if (depth === 0) return comparison
  const compound = z.strictObject({ type: z.enum(['and', 'or']), filters: z.array(filter(z, depth - 1)) })
  return z.discriminatedUnion('type', [comparison, compound])
}

export const searchVectorStore = lazySchema((z) =>
  z.strictObject({
    query: z.union([z.string(), z.array(z.string().min(1)).min(1)]),
    rewrite_query: absent(z.boolean()),
    max_num_results: absent(integer(z, 1, 50)),
    filters: filter(z).nullish(),
    ranking_options: absent(
      z.strictObject({
        ranker: absent(z.enum(['none', 'auto', 'default-2024-11-15'])),
        score_threshold: absent(z.number().min(0).max(1)),
      }),
    ),
  }),
)
