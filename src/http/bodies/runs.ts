import { lazySchema, type Zod } from '../../scenario/zod.ts'
import { id, integer, metadata, model, reasoningEffort, responseFormat, sampling, text, tools } from './common.ts'
import { messageFields, threadFields } from './threads.ts'
import { toolResources } from './tool_resources.ts'

// The schema says 256; the service accepted 16 (protocol.md §4.5).
const leastTokens = 16

const fields = (z: Zod) => ({
  assistant_id: id(z, 'asst'),
  model: model(z).nullish(),
  instructions: text(z, 256_000).nullish(),
  tools: tools(z, 20).nullish(),
  metadata: metadata(z),
  ...sampling(z),
  stream: z.boolean().nullish(),
  max_prompt_tokens: integer(z, leastTokens).nullish(),
  max_completion_tokens: integer(z, leastTokens).nullish(),
  truncation_strategy: z
    .strictObject({ type: z.enum(['auto', 'last_messages']), last_messages: integer(z, 1).nullish() })
    .nullish(),
  tool_choice: z
    .union([
      z.enum(['none', 'auto', 'required']),
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('function'), function: z.strictObject({ name: z.string() }) }),
        z.strictObject({ type: z.literal('code_interpreter') }),
        z.strictObject({ type: z.literal('file_search') }),
      ]),
    ])
    .nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: responseFormat(z),
})

export const createRun = lazySchema((z) =>
  z.strictObject({
    ...fields(z),
    reasoning_effort: reasoningEffort(z),
    additional_instructions: text(z, 256_000).nullish(),
    additional_messages: z.array(z.strictObject(messageFields(z))).nullish(),
  }),
)

// The schema knows no effort here (protocol.md §2.2).
export const createThreadAndRun = lazySchema((z) =>
  z.strictObject({ ...fields(z), thread: z.strictObject(threadFields(z)).nullish(), tool_resources: toolResources(z) }),
)

export const submitToolOutputs = lazySchema((z) =>
  z.strictObject({
    tool_outputs: z.array(
      z.strictObject({
        tool_call_id: z.string(),
        output: z
          .string()
          .nullish()
          .transform((output) => output ?? ''),
      }),
    ),
    stream: z.boolean().nullish(),
  }),
)
