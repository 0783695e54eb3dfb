import { lazySchema, type Zod } from '../../scenario/zod.ts'
import { clockModes } from '../clock/clock.ts'
import { stateVersion } from './document.ts'
import { content, format, resources, tools } from './schema_parts.ts'

/** Checks what people write; what only the emulator writes is sealed, and taken as it is. */
export const stateSchema = lazySchema((z) => {
  const fields = objects(z)
  return z.union([
    z.strictObject({
      run_emulator_state: z.literal(stateVersion),
      projects: z.record(z.string(), z.strictObject(fields)),
    }),
    z.strictObject(fields),
  ])
})

function objects(z: Zod) {
  const sealed = z.unknown().optional()
  const id = (prefix: string) =>
    z.string().refine((text) => text.startsWith(prefix), { message: `expected an id that begins with ${prefix}` })
  const text = z.string().nullish()
  const time = z.int().nullish()
  const count = z.int().min(0).optional()
  const named = { created_at: z.int().optional(), metadata: z.record(z.string(), z.string()).optional() }
  const kind = (object: string) => ({ object: z.literal(object).optional() })
  const message = z.strictObject({
    id: id('msg').optional(),
    ...kind('thread.message'),
    ...named,
    assistant_id: text,
    thread_id: text,
    run_id: text,
    status: z.enum(['in_progress', 'completed', 'incomplete']).optional(),
    incomplete_details: z.strictObject({ reason: z.string() }).nullish(),
    incomplete_at: time,
    completed_at: time,
    role: z.enum(['user', 'assistant']),
    content: z.union([z.string(), z.array(content(z))]),
    attachments: z.array(z.looseObject({ file_id: z.string(), tools: z.array(z.looseObject({})) })).optional(),
  })
  const assistant = z.strictObject({
    id: id('asst'),
    ...kind('assistant'),
    ...named,
    name: text,
    description: text,
    model: z.string(),
    instructions: text,
    tools: tools(z),
    top_p: z.number().nullish(),
    temperature: z.number().nullish(),
    reasoning_effort: text,
    tool_resources: resources(z),
    response_format: format(z),
  })
  const file = z.strictObject({
    id: id('file'),
    ...kind('file'),
    purpose: z.string().optional(),
    filename: z.string(),
    bytes: count,
    created_at: z.int().optional(),
    expires_at: time,
    status: z.string().optional(),
    status_details: text,
    content: z.string().optional(),
    content_base64: z.string().optional(),
  })
  const counts = z.strictObject({ in_progress: count, completed: count, failed: count, cancelled: count, total: count })
  const vectorStore = z.strictObject({
    id: id('vs'),
    ...kind('vector_store'),
    ...named,
    name: text,
    description: text,
    usage_bytes: count,
    file_counts: counts.optional(),
    status: z.enum(['expired', 'in_progress', 'completed']).optional(),
    expires_after: z.strictObject({ anchor: z.literal('last_active_at'), days: z.int() }).nullish(),
    expires_at: time,
    last_active_at: time,
    file_ids: z.array(z.string()).optional(),
    files: sealed,
    batches: sealed,
    made: count,
  })
  const thread = z.strictObject({
    id: id('thread'),
    ...kind('thread'),
    ...named,
    tool_resources: resources(z),
    messages: z.array(message).optional(),
    runs: sealed,
    made: count,
  })
  const now = z.number().min(0).max(8.64e15)
  return {
    run_emulator_state: z.literal(stateVersion).optional(),
    assistants: z.array(assistant).optional(),
    files: z.array(file).optional(),
    vector_stores: z.array(vectorStore).optional(),
    threads: z.array(thread).optional(),
    emulator: z.looseObject({ clock: z.strictObject({ mode: z.enum(clockModes), now }), seal: z.string() }).optional(),
  }
}
