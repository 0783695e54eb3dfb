import type { ToolCallDelta } from './events.ts'
import type { Annotation, ImageFileContent, ImageUrlContent, LastError, ToolCall, Usage } from './objects.ts'

/** What someone asks of a run: a line of its script, a client's request, or the clock. `decide` answers with events or a refusal. */
export type Command =
  | { type: 'start' }
  | { type: 'open_message' }
  | { type: 'append_text'; value: string; annotations?: Annotation[]; block?: 'new' }
  | { type: 'append_image'; image: ImageFileContent | ImageUrlContent }
  | { type: 'append_refusal'; value: string; block?: 'new' }
  | { type: 'close_message'; usage: Usage }
  | { type: 'open_tool_calls' }
  | { type: 'append_tool_call'; delta: ToolCallDelta }
  /** Ends a step whose tools the service runs itself; `tool_calls` is its final form where it differs from the deltas. */
  | { type: 'close_tool_calls'; usage: Usage; tool_calls?: ToolCall[] }
  /** Asks the client for the outputs of the open step's function calls. What the calls cost is told when the outputs arrive. */
  | { type: 'require_action' }
  | { type: 'submit_tool_outputs'; tool_outputs: ToolOutput[]; usage: Usage }
  /** Here and below, `usage` is that of the step that the run was in, if one is open. */
  | { type: 'complete'; usage?: Usage }
  /** Ends the run `incomplete`. */
  | { type: 'truncate'; reason: string; usage?: Usage }
  | { type: 'fail'; last_error: LastError; usage?: Usage }
  | { type: 'cancel' }
  | { type: 'confirm_cancel' }
  | { type: 'expire' }

export interface ToolOutput {
  tool_call_id: string
  output: string
}
