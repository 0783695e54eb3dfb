import { normaliseTools } from './normalise.ts'
import type { Assistant, Metadata, ResponseFormat, Run, Tool, ToolChoice, TruncationStrategy } from './objects.ts'

/** What a client may say about a new run; null is the same as silence (recorded for `instructions`). */
export interface RunRequest {
  model?: string | null | undefined
  instructions?: string | null | undefined
  additional_instructions?: string | null | undefined
  tools?: Tool[] | null | undefined
  metadata?: Metadata | null | undefined
  temperature?: number | null | undefined
  top_p?: number | null | undefined
  reasoning_effort?: string | null | undefined
  max_completion_tokens?: number | null | undefined
  max_prompt_tokens?: number | null | undefined
  truncation_strategy?: { type: 'auto' | 'last_messages'; last_messages?: number | null | undefined } | null | undefined
  response_format?: ResponseFormat | null | undefined
  tool_choice?: ToolChoice | null | undefined
  parallel_tool_calls?: boolean | null | undefined
}

export interface RunIdentity {
  id: string
  thread_id: string
  /** Unix seconds. */
  now: number
}

/** Seconds until a run expires: so in every recording (protocol.md §2.0). */
export const expiresAfter = 600

/** A new run, queued: the assistant's values where the request is silent (protocol.md §2.2). */
export function createRun({ id, thread_id, now }: RunIdentity, request: RunRequest, assistant: Assistant): Run {
  return {
    id,
    object: 'thread.run',
    created_at: now,
    assistant_id: assistant.id,
    thread_id,
    status: 'queued',
    started_at: null,
    expires_at: now + expiresAfter,
    cancelled_at: null,
    failed_at: null,
    completed_at: null,
    required_action: null,
    last_error: null,
    model: request.model ?? assistant.model,
    instructions: instructions(request, assistant),
    tools: request.tools ? normaliseTools(request.tools) : assistant.tools,
    tool_resources: {},
    metadata: request.metadata ?? {},
    temperature: request.temperature ?? assistant.temperature,
    top_p: request.top_p ?? assistant.top_p,
    reasoning_effort: request.reasoning_effort ?? assistant.reasoning_effort,
    max_completion_tokens: request.max_completion_tokens ?? null,
    max_prompt_tokens: request.max_prompt_tokens ?? null,
    truncation_strategy: truncation(request.truncation_strategy),
    incomplete_details: null,
    usage: null,
    response_format: request.response_format ?? assistant.response_format,
    tool_choice: request.tool_choice ?? 'auto',
    parallel_tool_calls: request.parallel_tool_calls ?? true,
  }
}

// Joined without a separator: the one sighting of the joined text, on Foundry, had none (protocol.md §2.2).
function instructions(request: RunRequest, assistant: Assistant): string | null {
  const base = request.instructions ?? assistant.instructions
  return request.additional_instructions ? (base ?? '') + request.additional_instructions : base
}

function truncation(asked: RunRequest['truncation_strategy']): TruncationStrategy {
  return { type: asked?.type ?? 'auto', last_messages: asked?.last_messages ?? null }
}
