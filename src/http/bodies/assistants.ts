import { lazySchema, type Zod } from '../../scenario/zod.ts'
import { metadata, responseFormat, sampling, toolResources, tools } from './common.ts'

const fields = (z: Zod) => ({
  name: z.string().max(256).nullish(),
  description: z.string().max(512).nullish(),
  instructions: z.string().max(256_000).nullish(),
  tools: tools(z, 128).nullish(),
  tool_resources: toolResources(z),
  metadata: metadata(z),
  ...sampling(z),
  response_format: responseFormat(z),
})

export const createAssistant = lazySchema((z) => z.strictObject({ model: z.string(), ...fields(z) }))
export const modifyAssistant = lazySchema((z) => z.strictObject({ model: z.string().optional(), ...fields(z) }))
