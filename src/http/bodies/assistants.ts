import { lazySchema, type Zod } from '../../scenario/zod.ts'
import { absent, metadata, model, reasoningEffort, responseFormat, sampling, text, tools } from './common.ts'
import { newToolResources, toolResources } from './tool_resources.ts'

const fields = (z: Zod) => ({
  name: text(z, 256).nullish(),
  description: text(z, 512).nullish(),
  instructions: text(z, 256_000).nullish(),
  tools: tools(z, 128).nullish(),
  metadata: metadata(z),
  ...sampling(z),
  reasoning_effort: reasoningEffort(z),
  response_format: responseFormat(z),
})

export const createAssistant = lazySchema((z) =>
  z.strictObject({ model: model(z), ...fields(z), tool_resources: newToolResources(z) }),
)
export const modifyAssistant = lazySchema((z) =>
  z.strictObject({ model: absent(model(z)), ...fields(z), tool_resources: toolResources(z) }),
)
