import type { RunStatus } from './lifecycle.ts'
import type {
  Annotation,
  CodeOutput,
  FileSearchCall,
  Message,
  MessageStatus,
  Run,
  RunStep,
  StepStatus,
  Thread,
} from './objects.ts'

/** What happened, exactly as a streaming client is told: an event's name is the new status, its data the whole object. */
export type Event = ThreadEvent | RunEvent | StepEvent | StepDeltaEvent | MessageEvent | MessageDeltaEvent | ErrorEvent

export interface ThreadEvent {
  event: 'thread.created'
  data: Thread
}
export interface RunEvent {
  event: `thread.run.${'created' | RunStatus}`
  data: Run
}
export interface StepEvent {
  event: `thread.run.step.${'created' | StepStatus}`
  data: RunStep
}
export interface MessageEvent {
  event: `thread.message.${'created' | MessageStatus}`
  data: Message
}
export interface ErrorEvent {
  event: 'error'
  data: { error: { message: string; type: string; param: string | null; code: string | null } }
}

export type ContentDelta =
  | { index: number; type: 'text'; text: { value: string; annotations?: (Annotation & { index: number })[] } }
  | { index: number; type: 'image_file'; image_file: { file_id: string; detail?: string } }
  | { index: number; type: 'image_url'; image_url: { url: string; detail?: string } }
  | { index: number; type: 'refusal'; refusal: string }

export interface MessageDeltaEvent {
  event: 'thread.message.delta'
  data: { id: string; object: 'thread.message.delta'; delta: { content: ContentDelta[] } }
}

/** A call's opening has `id` (and `name`); fragments have neither, or clients would glue them together twice. */
export type ToolCallDelta =
  | {
      index: number
      id?: string
      type: 'function'
      function: { name?: string; arguments?: string; output?: string | null }
    }
  | {
      index: number
      id?: string
      type: 'code_interpreter'
      code_interpreter: { input?: string; outputs?: (CodeOutput & { index: number })[] }
    }
  | { index: number; id?: string; type: 'file_search'; file_search: FileSearchCall['file_search'] }

export interface StepDeltaEvent {
  event: 'thread.run.step.delta'
  data: {
    id: string
    object: 'thread.run.step.delta'
    delta: { step_details: { type: 'tool_calls'; tool_calls: ToolCallDelta[] } }
  }
}
