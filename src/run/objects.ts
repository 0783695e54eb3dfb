import type { RunStatus } from './lifecycle.ts'

/**
 * The objects as they are stored: the API's own words, with every key that any endpoint or stream shows, in the order in which
 * the service printed them (protocol.md §1.1, §2). `http/render.ts` decides which of the keys an answer has. Times are Unix seconds.
 */

export type Metadata = Record<string, string>

export interface FunctionTool {
  type: 'function'
  function: { name: string; description?: string; parameters?: Record<string, unknown>; strict?: boolean | null }
}
export interface CodeInterpreterTool {
  type: 'code_interpreter'
}
export interface FileSearchTool {
  type: 'file_search'
  file_search?: {
    max_num_results?: number
    ranking_options?: { ranker?: string; score_threshold: number; hybrid_search?: unknown }
  }
}
export type Tool = FunctionTool | CodeInterpreterTool | FileSearchTool

export interface ToolResources {
  code_interpreter?: { file_ids: string[] }
  file_search?: { vector_store_ids: string[] }
}

export type ResponseFormat =
  | 'auto'
  | { type: 'text' }
  | { type: 'json_object' }
  | {
      type: 'json_schema'
      json_schema: { name: string; description?: string; schema?: Record<string, unknown>; strict?: boolean | null }
    }

export type ToolChoice =
  | 'none'
  | 'auto'
  | 'required'
  | { type: 'function'; function: { name: string } }
  | { type: 'code_interpreter' }
  | { type: 'file_search' }

export interface TruncationStrategy {
  type: 'auto' | 'last_messages'
  last_messages: number | null
}

export interface Assistant {
  id: string
  object: 'assistant'
  created_at: number
  name: string | null
  description: string | null
  model: string
  instructions: string | null
  tools: Tool[]
  top_p: number
  temperature: number
  reasoning_effort: string | null
  tool_resources: ToolResources
  metadata: Metadata
  response_format: ResponseFormat
}

export interface Thread {
  id: string
  object: 'thread'
  created_at: number
  metadata: Metadata
  tool_resources: ToolResources
}

export interface FileCitation {
  type: 'file_citation'
  text: string
  start_index: number
  end_index: number
  file_citation: { file_id: string; quote?: string }
}
export interface FilePath {
  type: 'file_path'
  text: string
  start_index: number
  end_index: number
  file_path: { file_id: string }
}
export type Annotation = FileCitation | FilePath

export interface TextContent {
  type: 'text'
  text: { value: string; annotations: Annotation[] }
}
export interface ImageFileContent {
  type: 'image_file'
  image_file: { file_id: string; detail?: string }
}
export interface ImageUrlContent {
  type: 'image_url'
  image_url: { url: string; detail?: string }
}
export interface RefusalContent {
  type: 'refusal'
  refusal: string
}
export type MessageContent = TextContent | ImageFileContent | ImageUrlContent | RefusalContent

export interface Attachment {
  file_id: string
  tools: { type: 'code_interpreter' | 'file_search' }[]
}

export type MessageStatus = 'in_progress' | 'completed' | 'incomplete'

export interface Message {
  id: string
  object: 'thread.message'
  created_at: number
  assistant_id: string | null
  thread_id: string
  run_id: string | null
  status: MessageStatus
  incomplete_details: { reason: string } | null
  incomplete_at: number | null
  completed_at: number | null
  role: 'user' | 'assistant'
  content: MessageContent[]
  attachments: Attachment[]
  metadata: Metadata
}

export interface FunctionCall {
  id: string
  type: 'function'
  function: { name: string; arguments: string; output: string | null }
}
export type CodeOutput = { type: 'logs'; logs: string } | { type: 'image'; image: { file_id: string } }
export interface CodeInterpreterCall {
  id: string
  type: 'code_interpreter'
  code_interpreter: { input: string; outputs: CodeOutput[] }
}
export interface FileSearchResult {
  file_id: string
  file_name: string
  score: number
  attributes: Record<string, unknown>
  content?: { type: 'text'; text: string }[]
}
export interface FileSearchCall {
  id: string
  type: 'file_search'
  file_search: { ranking_options?: { ranker: string; score_threshold: number }; results?: FileSearchResult[] }
}
export type ToolCall = FunctionCall | CodeInterpreterCall | FileSearchCall

export type StepStatus = 'in_progress' | 'completed' | 'failed' | 'cancelled' | 'expired'
export type StepDetails =
  | { type: 'message_creation'; message_creation: { message_id: string } }
  | { type: 'tool_calls'; tool_calls: ToolCall[] }

export interface RunStep {
  id: string
  object: 'thread.run.step'
  created_at: number
  run_id: string
  assistant_id: string
  thread_id: string
  type: StepDetails['type']
  status: StepStatus
  cancelled_at: number | null
  completed_at: number | null
  expires_at: number | null
  failed_at: number | null
  last_error: LastError | null
  step_details: StepDetails
  usage: Usage | null
}

export interface LastError {
  code: string
  message: string
}

export interface Usage {
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
  prompt_token_details: { cached_tokens: number }
  completion_tokens_details: { reasoning_tokens: number }
}

export interface RequiredAction {
  type: 'submit_tool_outputs'
  submit_tool_outputs: {
    tool_calls: { id: string; type: 'function'; function: { name: string; arguments: string } }[]
  }
}

export interface Run {
  id: string
  object: 'thread.run'
  created_at: number
  assistant_id: string
  thread_id: string
  status: RunStatus
  started_at: number | null
  expires_at: number | null
  cancelled_at: number | null
  failed_at: number | null
  completed_at: number | null
  required_action: RequiredAction | null
  last_error: LastError | null
  model: string
  instructions: string | null
  tools: Tool[]
  tool_resources: ToolResources
  metadata: Metadata
  temperature: number
  top_p: number
  reasoning_effort: string | null
  max_completion_tokens: number | null
  max_prompt_tokens: number | null
  truncation_strategy: TruncationStrategy
  incomplete_details: { reason: string } | null
  usage: Usage | null
  response_format: ResponseFormat
  tool_choice: ToolChoice
  parallel_tool_calls: boolean
}
