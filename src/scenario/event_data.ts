import { type CannedEvent, cannedNames } from '../run/canned.ts'
import { type Flaw, flaws } from './check.ts'
import { lazySchema, type Zod } from './zod.ts'
import { didYouMean } from './words.ts'

/**
 * What is wrong with a literal event, whatever run it is for: its name, or a value that no client could read. Keys that the API does not
 * know may be anything. Paths begin with `event` or `data`.
 */
export function eventFlaws({ event, data }: CannedEvent): Flaw[] {
  if (!cannedNames.includes(event)) {
    const message = `"${event}" is no event of a run.${didYouMean(event, cannedNames)} Events that break the stream are faults.`
    return [{ path: ['event'], message }]
  }
  return flaws(data, schemaOf(event)()).map((flaw) => ({ ...flaw, path: ['data', ...flaw.path] }))
}

function schemaOf(event: string) {
  if (event === 'thread.message.delta') return messageDelta
  if (event === 'thread.run.step.delta') return stepDelta
  if (event.startsWith('thread.message.')) return message
  return event.startsWith('thread.run.step.') ? step : run
}

const kinds = (z: Zod) => {
  const text = z.string()
  const count = z.int().min(0)
  const time = count.nullable().optional()
  const file = z.looseObject({ file_id: text })
  const range = { text, start_index: count, end_index: count }
  return {
    text,
    count,
    time,
    texts: z.record(text, text).optional(),
    last_error: z.looseObject({ code: text, message: text }).nullable().optional(),
    incomplete_details: z.looseObject({ reason: text }).nullable().optional(),
    usage: z
      .looseObject({
        prompt_tokens: count.optional(),
        completion_tokens: count.optional(),
        prompt_token_details: z.looseObject({ cached_tokens: count.optional() }).optional(),
        completion_tokens_details: z.looseObject({ reasoning_tokens: count.optional() }).optional(),
      })
      .nullable()
      .optional(),
    annotation: z.union([
      z.looseObject({ type: z.literal('file_citation'), ...range, file_citation: file }),
      z.looseObject({ type: z.literal('file_path'), ...range, file_path: file }),
    ]),
    images: [
      z.looseObject({ type: z.literal('image_file'), image_file: file }),
      z.looseObject({ type: z.literal('image_url'), image_url: z.looseObject({ url: text }) }),
      z.looseObject({ type: z.literal('refusal'), refusal: text }),
    ] as const,
  }
}

const run = lazySchema((z) => {
  const { text, count, time, texts, last_error, incomplete_details, usage } = kinds(z)
  const limit = count.nullable().optional()
  return z.looseObject({
    created_at: count.optional(),
    started_at: time,
    expires_at: time,
    cancelled_at: time,
    failed_at: time,
    completed_at: time,
    last_error,
    incomplete_details,
    usage,
    metadata: texts,
    model: text.optional(),
    instructions: text.nullable().optional(),
    tools: z
      .array(
        z.union([
          z.looseObject({ type: z.literal('function'), function: z.looseObject({ name: text }) }),
          z.looseObject({ type: z.literal(['code_interpreter', 'file_search']) }),
        ]),
      )
      .optional(),
    temperature: z.number().optional(),
    top_p: z.number().optional(),
    max_completion_tokens: limit,
    max_prompt_tokens: limit,
    parallel_tool_calls: z.boolean().optional(),
    truncation_strategy: z.looseObject({ type: text, last_messages: limit }).optional(),
    response_format: z.union([z.literal('auto'), z.looseObject({ type: text })]).optional(),
    tool_choice: z.union([z.literal(['none', 'auto', 'required']), z.looseObject({ type: text })]).optional(),
  })
})

const calls = (z: Zod, more: object = {}) => {
  const { text } = kinds(z)
  const id = text.optional()
  const output = z.union([
    z.looseObject({ type: z.literal('logs'), logs: text, ...more }),
    z.looseObject({ type: z.literal('image'), image: z.looseObject({ file_id: text }), ...more }),
  ])
  const whole = <T>(schema: T & { optional(): unknown }) => ('index' in more ? schema.optional() : schema) as T
  return z.array(
    z.union([
      z.looseObject({
        ...more,
        id,
        type: z.literal('function'),
        function: z.looseObject({ name: whole(text), arguments: whole(text), output: text.nullable().optional() }),
      }),
      z.looseObject({
        ...more,
        id,
        type: z.literal('code_interpreter'),
        code_interpreter: z.looseObject({ input: whole(text), outputs: whole(z.array(output)) }),
      }),
      z.looseObject({
        ...more,
        id,
        type: z.literal('file_search'),
        file_search: z.looseObject({ results: z.array(z.looseObject({ file_id: text, file_name: text })).optional() }),
      }),
    ]),
  )
}

const step = lazySchema((z) => {
  const { count, time, last_error, usage } = kinds(z)
  return z.looseObject({
    created_at: count.optional(),
    cancelled_at: time,
    completed_at: time,
    expires_at: time,
    failed_at: time,
    type: z.enum(['message_creation', 'tool_calls']).optional(),
    last_error,
    usage,
    step_details: z.looseObject({ tool_calls: calls(z).optional() }).optional(),
  })
})

const stepDelta = lazySchema((z) =>
  z.looseObject({
    delta: z.looseObject({
      step_details: z.looseObject({
        type: z.literal('tool_calls'),
        tool_calls: calls(z, { index: kinds(z).count }).min(1),
      }),
    }),
  }),
)

const message = lazySchema((z) => {
  const { text, count, time, texts, incomplete_details, annotation, images } = kinds(z)
  return z.looseObject({
    created_at: count.optional(),
    incomplete_at: time,
    completed_at: time,
    incomplete_details,
    metadata: texts,
    content: z
      .array(
        z.union([
          z.looseObject({
            type: z.literal('text'),
            text: z.looseObject({ value: text, annotations: z.array(annotation) }),
          }),
          ...images,
        ]),
      )
      .optional(),
    attachments: z.array(z.looseObject({})).optional(),
  })
})

const messageDelta = lazySchema((z) => {
  const { text, count, annotation, images } = kinds(z)
  const [image_file, image_url, refusal] = images
  const entry = z.union([
    z.looseObject({
      index: count,
      type: z.literal('text'),
      text: z.looseObject({ value: text, annotations: z.array(annotation).optional() }),
    }),
    image_file.extend({ index: count }),
    image_url.extend({ index: count }),
    refusal.extend({ index: count }),
  ])
  return z.looseObject({ delta: z.looseObject({ content: z.array(entry).min(1) }) })
})
