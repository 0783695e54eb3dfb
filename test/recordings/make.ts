import type { Ids } from './ids.ts'
import { kindOf, type Recorded } from './recording.ts'
import type { Foreign } from './seed.ts'
import { uploadOf } from './upload.ts'

/** The request that makes an object like one that a recording uses, as far as the recording tells what it was like. */
export function making({ id, thread, object }: Foreign, ids: Ids): { path: string; body: object } {
  const given = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, object?.[key] ?? undefined]))
  const of = String(object?.thread_id ?? thread)
  const place = `/v1/threads/${ids.get(of)}`
  switch (kindOf(id)) {
    case 'file':
      return { path: '/v1/files', body: uploadOf(object) }
    case 'vs':
      return { path: '/v1/vector_stores', body: given('name', 'description', 'expires_after', 'metadata') }
    case 'asst': {
      const keys = ['name', 'description', 'instructions', 'tools', 'tool_resources', 'metadata']
      const ways = ['temperature', 'top_p', 'response_format', 'reasoning_effort']
      return { path: '/v1/assistants', body: { ...given(...keys, ...ways), model: object?.model ?? 'gpt-4' } }
    }
    case 'thread':
      return { path: '/v1/threads', body: given('metadata', 'tool_resources') }
    case 'msg':
      return {
        path: `${place}/messages`,
        body: { ...given('metadata', 'attachments'), role: object?.role ?? 'user', content: contentOf(object) },
      }
    default: {
      const limits = given('metadata', 'max_completion_tokens', 'max_prompt_tokens', 'truncation_strategy')
      const model = given('model', 'instructions', 'temperature', 'top_p', 'response_format', 'reasoning_effort')
      const tools = given('tools', 'tool_choice', 'parallel_tool_calls')
      return {
        path: `${place}/runs`,
        body: { ...model, ...tools, ...limits, assistant_id: object?.assistant_id ?? ids.get(anyAssistant.id) },
      }
    }
  }
}

/** For runs of which nothing is known: it may run on an empty thread. */
export const anyAssistant: Recorded = { id: 'asst_any', object: 'assistant', instructions: 'Help.' }

function contentOf(message: Recorded | undefined): unknown {
  const content = message?.content as { type: string; text?: { value: string }; [key: string]: unknown }[] | undefined
  if (!content?.length) return 'Hello.'
  return content.map((part) => ({ type: part.type, [part.type]: part.text ? part.text.value : part[part.type] }))
}
