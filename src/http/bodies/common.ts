import type { Attributes } from '../../run/file_objects.ts'
import type { Metadata } from '../../run/objects.ts'
import type { z, Zod } from '../../scenario/zod.ts'
import { ApiError } from '../../run/api_error.ts'
import { kind } from '../words.ts'

/** What several bodies share, with the limits of protocol.md §4.5. */

type Check = (value: unknown, refuse: (error: (param: string) => ApiError, path?: PropertyKey[]) => void) => void

/** A check of our own, for what the schema library would copy or count otherwise. */
function checked<T>(z: Zod, check: Check): z.ZodType<T, T> {
  return z.unknown().superRefine((value, context) => {
    check(value, (error, path = []) => context.addIssue({ code: 'custom', path, params: { error } }))
  }) as unknown as z.ZodType<T, T>
}

/** A text of at most so many characters, counted as Python counts them. */
export function text(z: Zod, most: number) {
  return z.string().superRefine((value, context) => {
    const length = value.length > most ? characters(value) : 0
    if (length > most)
      context.addIssue({
        code: 'custom',
        params: { error: (param: string) => new ApiError('long_string', { param, most, length }) },
      })
  })
}

/** An address on the web. Of the service's own, data URLs were none (openai-python #1483). */
export function url(z: Zod) {
  return z.string().superRefine((value, context) => {
    if (!URL.canParse(value) || !/^https?:/i.test(value))
      context.addIssue({ code: 'custom', params: { error: (param: string) => new ApiError('wrong_url', { param }) } })
  })
}

/** A whole number within limits. */
export function integer(z: Zod, least: number, most = Infinity) {
  return z.int().superRefine((value, context) => {
    const error = (param: string) =>
      value < least
        ? new ApiError('small_integer', { param, least, got: value })
        : new ApiError('large_integer', { param, most, got: value })
    if (value < least || value > most) context.addIssue({ code: 'custom', params: { error } })
  })
}

const longName = (object: string, name: string, length: number) =>
  new ApiError('long_name', { object, name, short: `${name.slice(0, 3)}...${name.slice(-3)}`, most: 64, length })

function characters(value: string): number {
  let count = 0
  for (const _ of value) count++
  return count
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Any object, handed on as it came: a key `__proto__` is data like any other. */
export function object(z: Zod) {
  return checked<Record<string, unknown>>(z, (value, refuse) => {
    if (value === undefined) refuse((param) => new ApiError('missing', { param }))
    else if (!isObject(value))
      refuse((param) => new ApiError('wrong_type', { param, expected: 'an object', got: kind(value) }))
  })
}

/** Up to 16 pairs of a name and a text, a number or a boolean. */
export function attributes(z: Zod) {
  return pairs<Attributes>(z, ['string', 'number', 'boolean'], 'one of a string, number or boolean')
}

/** Up to 16 pairs of texts. */
export function metadata(z: Zod) {
  return pairs<Metadata>(z, ['string'], 'a string')
}

function pairs<T>(z: Zod, types: string[], expected: string) {
  return checked<T | null | undefined>(z, (given, refuse) => {
    if (given === undefined || given === null) return
    if (!isObject(given))
      return refuse((param) => new ApiError('wrong_type', { param, expected: 'an object', got: kind(given) }))
    const entries = Object.entries(given)
    for (const [key, value] of entries)
      if (!types.includes(typeof value))
        return refuse((param) => new ApiError('wrong_type', { param, expected, got: kind(value) }), [key])
    if (entries.length > 16)
      return refuse((param) => new ApiError('large_object', { param, most: 16, count: entries.length }))
    for (const [key, value] of entries) {
      const name = characters(key)
      if (name > 64) return refuse((param) => longName(param, key, name))
      const length = typeof value === 'string' ? characters(value) : 0
      if (length > 512) return refuse((param) => new ApiError('long_string', { param, most: 512, length }), [key])
    }
  }).optional()
}

/** What may be left out; null, which some clients send for everything that is unset, is the same. */
export function absent<S extends z.ZodType>(schema: S) {
  return schema.nullish().transform((value) => value ?? undefined)
}

/** A list that is empty where it is left out. */
export function listed<T extends z.ZodType>(list: z.ZodArray<T>) {
  return list.nullish().transform((items) => items ?? [])
}

/** Refuses an object in which two lists both have something; if one of them is needed, also one in which neither has. */
export function eitherOf<One extends string, Other extends string>(one: One, other: Other, { needed = false } = {}) {
  return (given: { [list in One | Other]?: unknown[] | null | undefined }, { addIssue }: z.RefinementCtx) => {
    const refuse = (name: 'exclusive' | 'neither') =>
      addIssue({ code: 'custom', params: { error: (param: string) => new ApiError(name, { param, one, other }) } })
    const [has, hasOther] = [given[one]?.length, given[other]?.length]
    if (has && hasOther) refuse('exclusive')
    if (needed && !has && !hasOther) refuse('neither')
  }
}

const name = (z: Zod) =>
  text(z, 64)
    .min(1)
    .regex(/^[a-zA-Z0-9_-]+$/)

export function tools(z: Zod, most: number) {
  const functionTool = z.strictObject({
    type: z.literal('function'),
    function: z.strictObject({
      name: name(z),
      description: absent(z.string()),
      parameters: absent(object(z)),
      strict: z.boolean().nullish(),
    }),
  })
  const codeInterpreter = z.strictObject({ type: z.literal('code_interpreter') })
  const ranking = z.strictObject({
    ranker: absent(z.string()),
    score_threshold: z.number().min(0).max(1),
    hybrid_search: z.unknown().optional(),
  })
  const fileSearch = z.strictObject({
    type: z.literal('file_search'),
    file_search: absent(
      z.strictObject({ max_num_results: absent(integer(z, 1, 50)), ranking_options: absent(ranking) }),
    ),
  })
  return z.array(z.discriminatedUnion('type', [codeInterpreter, functionTool, fileSearch])).max(most)
}

/** Families of models that do not chat. */
const speechless = /^(?:text-|babbage-|davinci-|dall-e|gpt-image|sora|whisper|tts-|omni-moderation)/

export function model(z: Zod) {
  return z.string().superRefine((value, context) => {
    const refuse = (error: () => ApiError) => context.addIssue({ code: 'custom', params: { error } })
    if (value === '') refuse(() => new ApiError('empty_model'))
    if (speechless.test(value)) refuse(() => new ApiError('unsupported_model', { model: value }))
  })
}

export function sampling(z: Zod) {
  return {
    temperature: z.number().min(0).max(2).nullish(),
    top_p: z.number().min(0).max(1).nullish(),
  }
}

export function reasoningEffort(z: Zod) {
  return z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']).nullish()
}

export function responseFormat(z: Zod) {
  const schema = z.strictObject({
    name: name(z),
    description: absent(z.string()),
    schema: absent(object(z)),
    strict: z.boolean().nullish(),
  })
  const format = z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('json_object') }),
    z.strictObject({ type: z.literal('json_schema'), json_schema: schema }),
    z.strictObject({ type: z.literal('text') }),
  ])
  return z.union([z.literal('auto'), format]).nullish()
}

/** An id in a body, which the service checks by its prefix. */
export function id(z: Zod, prefix: string) {
  return z.string().superRefine((value, context) => {
    if (!value.startsWith(prefix))
      context.addIssue({
        code: 'custom',
        params: { error: (param: string) => new ApiError('wrong_id', { param, id: value, prefix }) },
      })
  })
}
