import { type Zod, type z, zod } from './zod.ts'
import { parseDuration } from './durations.ts'

/**
 * The format of a scenario file, before its sugar is taken away. Every description here is shown to users: by editors, by the
 * reference page and in messages.
 */
export type FaultVocabulary = Record<string, { on: readonly string[]; schema: (z: Zod) => z.ZodType }>

export const lineWords = ['status', 'message', 'tool_calls', 'events', 'hold', 'after'] as const
export const bareWords = ['message', 'tool_calls', 'hold'] as const
export const scriptedStatuses = ['in_progress', 'completed', 'incomplete', 'failed', 'cancelled', 'expired'] as const
export const moments = ['create', 'poll', 'submit', 'stream'] as const

export function scenarioFile(faults: FaultVocabulary) {
  const z = zod()
  const wait = z
    .string()
    .refine((text) => parseDuration(text) !== undefined || /^\d+ polls?$/.test(text), {
      message: 'expected a wait such as 300ms, 2s, 1m or "2 polls"',
    })
  const duration = z
    .string()
    .refine((text) => parseDuration(text) !== undefined, { message: 'expected a duration such as 300ms, 2s or 1m' })
  const count = z.number().int().min(0)
  const usage = z.strictObject({
    prompt_tokens: count.optional(),
    completion_tokens: count.optional(),
    cached_tokens: count.optional(),
    reasoning_tokens: count.optional(),
  })
  const citation = { text: z.string().min(1), file_id: z.string().optional() }
  const annotation = z.union([
    z.strictObject({ file_citation: z.strictObject(citation) }),
    z.strictObject({ file_path: z.strictObject(citation) }),
  ])
  const status = {
    status: z.enum(scriptedStatuses),
    last_error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
    incomplete_details: z.strictObject({ reason: z.string() }).optional(),
  }
  const part = z.union([
    z.string(),
    z.strictObject({
      text: z.string().optional(),
      annotations: z.array(annotation).optional(),
      refusal: z.string().optional(),
      image_file: z.strictObject({ file_id: z.string() }).optional(),
      image_url: z.strictObject({ url: z.string() }).optional(),
      after: wait.optional(),
      ...status,
      status: status.status.optional(),
    }),
  ])
  const message = z.union([
    z.string(),
    z.null(),
    z.array(part),
    z.strictObject({
      content: z.union([z.string(), z.array(part)]).optional(),
      annotations: z.array(annotation).optional(),
      by: z.enum(['token', 'word', 'character']).optional(),
      every: duration.optional(),
      first: duration.optional(),
    }),
  ])
  const code_output = z.union([
    z.strictObject({ logs: z.string() }),
    z.strictObject({ image: z.strictObject({ file_id: z.string() }) }),
  ])
  const call = z.union([
    z.literal(['code_interpreter', 'file_search']),
    z.strictObject({
      function: z
        .union([
          z.string(),
          z.strictObject({
            name: z.string(),
            arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
          }),
        ])
        .optional(),
      code_interpreter: z
        .union([
          z.string(),
          z.null(),
          z.strictObject({ input: z.string().optional(), outputs: z.array(code_output).optional() }),
        ])
        .optional(),
      file_search: z
        .union([
          z.null(),
          z.strictObject({
            results: z
              .array(
                z.strictObject({
                  file_name: z.string(),
                  file_id: z.string().optional(),
                  score: z.number().min(0).max(1).optional(),
                  text: z.string().optional(),
                }),
              )
              .optional(),
          }),
        ])
        .optional(),
    }),
  ])
  const event = z.strictObject({ event: z.string(), data: z.record(z.string(), z.unknown()).optional() })
  const line = z.union([
    z.literal([...bareWords]),
    z.strictObject({
      after: wait.optional(),
      ...status,
      status: status.status.optional(),
      message: message.optional(),
      tool_calls: z.union([z.null(), z.array(call).min(1)]).optional(),
      events: z.array(event).min(1).optional(),
      hold: z.union([z.null(), z.literal(true)]).optional(),
      usage: usage.optional(),
    }),
  ])
  const text = z.union([z.string(), z.strictObject({ equals: z.string().optional(), contains: z.string().optional() })])
  const texts = z.record(z.string(), text)
  const match = z.strictObject({
    assistant: z
      .union([z.string(), z.strictObject({ id: text.optional(), name: text.optional(), metadata: texts.optional() })])
      .optional(),
    model: text.optional(),
    instructions: text.optional(),
    tools: z.array(z.string()).optional(),
    metadata: texts.optional(),
    thread: z.strictObject({ metadata: texts.optional() }).optional(),
    last_message: text.optional(),
  })
  const faultWords = Object.fromEntries(
    Object.entries(faults).map(([name, { schema }]) => [name, schema(z).optional()]),
  )
  return z.strictObject({
    description: z.string().optional(),
    match: z.union([match, z.array(match)]).optional(),
    script: z.array(line).optional(),
    on_cancel: z.array(line).optional(),
    expires_after: duration.optional(),
    faults: z
      .array(z.strictObject({ on: z.enum(moments), times: z.number().int().min(1).optional(), ...faultWords }))
      .optional(),
  })
}

export type ScenarioFile = z.infer<ReturnType<typeof scenarioFile>>
export type LineFile = NonNullable<ScenarioFile['script']>[number]
export type LineMapping = Exclude<LineFile, string>
