import type { Ids } from './ids.ts'
import { kindOf, type Recorded } from './recording.ts'
import type { Foreign } from './seed.ts'

/** The request that makes an object like one that a recording uses, as far as the recording tells what it was like. */
export function making({ id, thread, object }: Foreign, ids: Ids): { path: string; body: object } {
  const given = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, object?.[key] ?? undefined]))
  const place = `/v1/threads/${thread && ids.get(thread)}`
  switch (kindOf(id)) {
    case 'file':
      return { path: '/v1/files', body: upload(object) }
    case 'vs':
      return { path: '/v1/vector_stores', body: given('name', 'metadata') }
    case 'asst': {
      const keys = ['name', 'description', 'instructions', 'tools', 'tool_resources', 'metadata']
      return { path: '/v1/assistants', body: { ...given(...keys), model: object?.model ?? 'gpt-4' } }
    }
    case 'thread':
      return { path: '/v1/threads', body: given('metadata') }
    case 'msg':
      return {
        path: `${place}/messages`,
        body: { ...given('metadata'), role: object?.role ?? 'user', content: text(object) },
      }
    default: {
      const limits = given('metadata', 'max_completion_tokens', 'max_prompt_tokens')
      return {
        path: `${place}/runs`,
        body: { ...limits, assistant_id: object?.assistant_id ?? ids.get(anyAssistant.id) },
      }
    }
  }
}

/** For runs of which nothing is known: it may run on an empty thread. */
export const anyAssistant: Recorded = { id: 'asst_any', object: 'assistant', instructions: 'Help.' }

function upload(file: Recorded | undefined): FormData {
  const form = new FormData()
  form.set('purpose', String(file?.purpose ?? 'assistants'))
  form.set('file', new File(['The content was not recorded.'], String(file?.filename ?? 'file.txt')))
  return form
}

function text(message: Recorded | undefined): string {
  const content = message?.content as { text: { value: string } }[] | undefined
  return content?.[0]?.text.value ?? 'Hello.'
}
