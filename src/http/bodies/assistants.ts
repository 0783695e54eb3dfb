import { lazySchema, type Zod } from '../../scenario/zod.ts'
import { absent, metadata, model, responseFormat, sampling, text, toolResources, tools } from './common.ts'

const fields = (z: Zod) => ({
  name: text(z, 256).nullish(),
  description: text(z, 512).nullish(),
  instructions: text(z, 256_000).nullish(),
  tools: tools(z, 128).nullish(),
  tool_resources: toolResources(z),
  metadata: metadata(z),
  ...sampling(z),
  response_format: responseFormat(z),
})

export const createAssistant = lazySchema((z) => z.strictObject({ model: model(z), ...fields(z) }))
export const modifyAssistant = lazySchema((z) => z.strictObject({ model: absent(model(z)), ...fields(z) }))
