import { lazySchema, type Zod } from '../../scenario/zod.ts'
import { absent, id, metadata, text, url } from './common.ts'
import { newToolResources, toolResources } from './tool_resources.ts'

export const messageFields = (z: Zod) => {
  const textPart = z.strictObject({ type: z.literal('text'), text: text(z, 256_000) })
  const detail = absent(z.enum(['auto', 'low', 'high']))
  const imageFile = z.strictObject({
    type: z.literal('image_file'),
    image_file: z.strictObject({ file_id: id(z, 'file'), detail }),
  })
  const imageUrl = z.strictObject({
    type: z.literal('image_url'),
    image_url: z.strictObject({ url: url(z), detail }),
  })
  const attachedTool = z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('code_interpreter') }),
    z.strictObject({ type: z.literal('file_search') }),
  ])
  return {
    role: z.enum(['user', 'assistant']),
    content: z.union([text(z, 256_000), z.array(z.discriminatedUnion('type', [imageFile, imageUrl, textPart])).min(1)]),
    attachments: z
      .array(
        z.strictObject({
          file_id: id(z, 'file'),
          tools: z.array(attachedTool),
        }),
      )
      .nullish(),
    metadata: metadata(z),
  }
}

export const createMessage = lazySchema((z) => z.strictObject(messageFields(z)))
export const modifyMetadata = lazySchema((z) => z.strictObject({ metadata: metadata(z) }))

export const threadFields = (z: Zod) => ({
  messages: z.array(z.strictObject(messageFields(z))).nullish(),
  metadata: metadata(z),
  tool_resources: newToolResources(z),
})

export const createThread = lazySchema((z) => z.strictObject(threadFields(z)))
export const modifyThread = lazySchema((z) =>
  z.strictObject({ metadata: metadata(z), tool_resources: toolResources(z) }),
)
