import { normaliseTools } from '../run/normalise.ts'
import type { Assistant, Metadata, ResponseFormat, Tool, ToolResources } from '../run/objects.ts'

export interface AssistantRequest {
  model?: string | undefined
  name?: string | null | undefined
  description?: string | null | undefined
  instructions?: string | null | undefined
  tools?: Tool[] | null | undefined
  tool_resources?: ToolResources | null | undefined
  metadata?: Metadata | null | undefined
  temperature?: number | null | undefined
  top_p?: number | null | undefined
  reasoning_effort?: string | null | undefined
  response_format?: ResponseFormat | null | undefined
}

/** A new assistant with the service's defaults (protocol.md §2.6). */
export function createAssistant(id: string, now: number, request: AssistantRequest & { model: string }): Assistant {
  const tools = normaliseTools(request.tools ?? [])
  return {
    id,
    object: 'assistant',
    created_at: now,
    name: request.name ?? null,
    description: request.description ?? null,
    model: request.model,
    instructions: request.instructions ?? null,
    tools,
    top_p: request.top_p ?? 1,
    temperature: request.temperature ?? 1,
    reasoning_effort: request.reasoning_effort ?? null,
    tool_resources: resources(tools, request.tool_resources ?? {}),
    metadata: request.metadata ?? {},
    response_format: request.response_format ?? 'auto',
  }
}

/** What the request does not name stays as it is. */
export function modifyAssistant(assistant: Assistant, request: AssistantRequest): Assistant {
  const { tools, tool_resources, ...rest } = request
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const changed: Assistant = { ...assistant, ...given, ...(tools && { tools: normaliseTools(tools) }) }
  return {
    ...changed,
    temperature: changed.temperature ?? 1,
    top_p: changed.top_p ?? 1,
    metadata: changed.metadata ?? {},
    response_format: changed.response_format ?? 'auto',
    tool_resources: resources(changed.tools, { ...assistant.tool_resources, ...tool_resources }),
  }
}

/** A code_interpreter tool shows its files, even if there are none, behind what is searched: so it was recorded. */
function resources(tools: Tool[], given: ToolResources): ToolResources {
  const shows =
    given.code_interpreter ?? (tools.some(({ type }) => type === 'code_interpreter') ? { file_ids: [] } : undefined)
  return { ...(given.file_search && { file_search: given.file_search }), ...(shows && { code_interpreter: shows }) }
}
