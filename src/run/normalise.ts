import type { MessageContent, Tool } from './objects.ts'

/** How the service echoes what it was sent (protocol.md §2.2, §2.4). */

/** A function gains `strict: false` behind its parameters, and an empty schema if it came without; file_search its default ranking. */
export function normaliseTools(tools: Tool[]): Tool[] {
  return tools.map((tool): Tool => {
    if (tool.type === 'function') {
      const { name, description, parameters, strict } = tool.function
      const named = description === undefined ? { name } : { name, description }
      return {
        type: 'function',
        function: { ...named, parameters: parameters ?? { type: 'object', properties: {} }, strict: strict ?? false },
      }
    }
    if (tool.type === 'file_search') {
      const { max_num_results, ranking_options } = tool.file_search ?? {}
      const limit = max_num_results === undefined ? {} : { max_num_results }
      return {
        type: 'file_search',
        file_search: {
          ...limit,
          ranking_options: {
            ranker: ranking_options?.ranker ?? defaultRanker,
            score_threshold: ranking_options?.score_threshold ?? 0,
            hybrid_search: ranking_options?.hybrid_search ?? null,
          },
        },
      }
    }
    return { type: tool.type }
  })
}

export const defaultRanker = 'default_2024_08_21'

/** Content as a client may send it: a text, or parts of which text parts carry a plain string. */
export type ContentInput =
  string | ({ type: 'text'; text: string } | Exclude<MessageContent, { type: 'text' | 'refusal' }>)[]

export function normaliseContent(content: ContentInput): MessageContent[] {
  const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content
  return parts.map((part): MessageContent => {
    switch (part.type) {
      case 'text':
        return { type: 'text', text: { value: part.text, annotations: [] } }
      case 'image_file':
        return {
          type: 'image_file',
          image_file: { file_id: part.image_file.file_id, detail: part.image_file.detail ?? 'auto' },
        }
      case 'image_url':
        return { type: 'image_url', image_url: { url: part.image_url.url, detail: part.image_url.detail ?? 'auto' } }
    }
  })
}

/** The texts of a message, one after the other; an image is none. */
export function textOf(content: MessageContent[]): string {
  const [only] = content
  if (content.length === 1 && only?.type === 'text') return only.text.value
  return content
    .flatMap((part) => (part.type === 'text' ? part.text.value : part.type === 'refusal' ? part.refusal : []))
    .join('\n')
}
