import type { CannedEvent } from '../run/canned.ts'
import type { RunStatus } from '../run/lifecycle.ts'
import type { CodeOutput, LastError } from '../run/objects.ts'
import type { Wait } from './durations.ts'
import type { IngestionLine } from './ingestion.ts'
import type { Moment } from './moments.ts'
import type { TextTest } from './text_test.ts'

/** A scenario in its one normal form, whatever sugar its file used. Plain data: a run in mid-play can be exported with it. */
export interface Scenario extends Script {
  name: string
  description: string
  /** The public issues that it reproduces. */
  issues: string[]
  /** Where it was read from, for messages. */
  file: string
  /** Whom it answers: one of these sets must hold whole. Empty means by name only. */
  match: Condition[][]
  /** For how many create requests; null for all. */
  times: number | null
  /** The share of fitting runs that it answers. */
  probability: number
  tokenizer: Tokenizer | null
  /** Scripts for successive runs, the last of which stays; null where there is one for all. */
  sequence: { times: number; script: Script }[] | null
  /** How files are taken into vector stores. */
  vector_store_files: IngestionLine[]
}

/** What one run does. */
export interface Script {
  script: Line[]
  /** What happens once a client has cancelled; the run is `cancelling` then. */
  on_cancel: Line[]
  faults: FaultLine[]
  /** Seconds from creation to expiry. */
  expires_after: number
}

export type Tokenizer = 'o200k_base' | 'cl100k_base'

/** One line of a script: what to wait for, then what to do. `where` is its `file:line`, for messages. */
export type Line = { where: string; after?: Wait } & (
  | StatusLine
  | MessageLine
  | ToolCallsLine
  | { do: 'events'; events: CannedEvent[] }
  | { do: 'if'; if: Condition[][]; then: Line[]; else: Line[] }
  | { do: 'gate'; gate: string }
  | { do: 'hold' }
  | { do: 'wait' }
)

export interface StatusLine {
  do: 'status'
  status: ScriptedStatus
  last_error?: LastError
  incomplete_details?: { reason: string }
}

/** `requires_action` comes of tool calls, `queued` of creation and of tool outputs, `cancelling` of a client. */
export type ScriptedStatus = Exclude<RunStatus, 'requires_action' | 'queued' | 'cancelling'>

/** `content: null` leaves the words to the emulator. */
export interface MessageLine {
  do: 'message'
  content: Part[] | null
  speed?: Speed
  usage?: UsageLine
}

/** Text comes in pieces of this size, this far apart, the first after `first`. */
export interface Speed {
  by: 'token' | 'word' | 'character'
  every: Wait | null
  first: Wait | null
}

export type Part =
  | { part: 'text'; text: string; annotations: AnnotationLine[] }
  | { part: 'refusal'; refusal: string }
  | { part: 'image_file'; file_id: string }
  | { part: 'image_url'; url: string }
  | { part: 'wait'; after: Wait }
  | { part: 'hold' }
  | { part: 'gate'; gate: string }
  | { part: 'events'; events: CannedEvent[] }
  | { part: 'status'; line: StatusLine }

/** Points at the first not yet cited place where `text` stands in its part. */
export interface AnnotationLine {
  type: 'file_citation' | 'file_path'
  text: string
  file_id: string | null
}

/** `calls: null` leaves it to the emulator which of the offered functions to call. */
export interface ToolCallsLine {
  do: 'tool_calls'
  calls: Call[] | null
  usage?: UsageLine
  /** What is left of a line whose calls come one by one: they are settled, their templates filled in. */
  settled?: true
}

export type Call =
  /** `arguments: null` are invented to fit the function's schema; a string is sent as it is. */
  | { type: 'function'; name: string; arguments: string | Record<string, unknown> | null }
  | { type: 'code_interpreter'; input: string | null; outputs: CodeOutput[] }
  | {
      type: 'file_search'
      results: SearchResult[] | null
      ranking_options?: { ranker?: string | undefined; score_threshold?: number | undefined }
    }

export interface SearchResult {
  file_id: string | null
  file_name: string
  score: number
  text: string
}

export interface UsageLine {
  prompt_tokens?: number | undefined
  completion_tokens?: number | undefined
  cached_tokens?: number | undefined
  reasoning_tokens?: number | undefined
}

/** What goes wrong with a response, and with which. */
export interface FaultLine {
  where: string
  /** The list that it stands in: requests are counted per list and moment. */
  list: string
  on: Moment
  /** How many such requests pass before it begins. */
  after: number
  /** How many it then disturbs; all of them where null. */
  times: number | null
  /** The share of those that it disturbs, drawn from the seed; null is all. */
  probability: number | null
  /** Whether the request has been carried out by the time it strikes. */
  handled: boolean
  fault: string
  with: unknown
}

/** A predicate over a run and what is around it; `label` says it in words, for messages. */
export type Condition = { label: string } & (
  | { about: 'assistant_id' | 'assistant_name' | 'model' | 'instructions'; tests: TextTest[] }
  | { about: 'assistant_metadata' | 'metadata' | 'thread_metadata'; key: string; tests: TextTest[] }
  | { about: 'last_message' | 'conversation'; tests: SaidTest[] }
  | { about: 'attachments' | 'images'; present: boolean }
  | { about: 'tool'; name: string }
  | { about: 'tool_output'; tests: OutputTest[] }
)

export interface SaidTest extends TextTest {
  role?: 'user' | 'assistant' | undefined
}

export interface OutputTest extends TextTest {
  /** A function's name; any call of the last round without it. */
  of?: string | undefined
  json?: { path: string; tests: TextTest[] }[] | undefined
  missing?: true | undefined
}
