import type { FaultVocabulary } from '../../scenario/format/faults.ts'
import { Reader } from '../../scenario/read.ts'
import { after_done } from './after_done.ts'
import { chunks } from './chunks.ts'
import { comments } from './comments.ts'
import { content_length } from './content_length.ts'
import { content_type } from './content_type.ts'
import { crlf } from './crlf.ts'
import { cut } from './cut.ts'
import { delta_before_created } from './delta_before_created.ts'
import { duplicate } from './duplicate.ts'
import { early_end } from './early_end.ts'
import { empty } from './empty.ts'
import { error_event } from './error_event.ts'
import type { Fault } from './fault.ts'
import { gateway_error } from './gateway_error.ts'
import { http_error } from './http_error.ts'
import { malformed_json } from './malformed_json.ts'
import { missing } from './missing.ts'
import { missing_done } from './missing_done.ts'
import { missing_index } from './missing_index.ts'
import { rate_limit } from './rate_limit.ts'
import { renamed } from './renamed.ts'
import { reorder } from './reorder.ts'
import { repeated_ids } from './repeated_ids.ts'
import { replay } from './replay.ts'
import { reset } from './reset.ts'
import { slow_headers } from './slow_headers.ts'
import { stall } from './stall.ts'
import { sunset } from './sunset.ts'
import { truncated_body } from './truncated_body.ts'
import { two_open_messages } from './two_open_messages.ts'
import { unknown_event } from './unknown_event.ts'
import { unnamed_done } from './unnamed_done.ts'
import { unterminated } from './unterminated.ts'

/** Every fault by the name that scenarios use. */
export const faults: Record<string, Fault> = {
  // In place of the answer
  http_error,
  rate_limit,
  gateway_error,
  sunset,
  empty,
  // The connection and its time
  slow_headers,
  stall,
  cut,
  reset,
  // The body
  truncated_body,
  content_type,
  content_length,
  chunks,
  // A stream's framing
  crlf,
  comments,
  missing_done,
  unnamed_done,
  after_done,
  unterminated,
  // A stream's events
  duplicate,
  missing,
  reorder,
  renamed,
  malformed_json,
  error_event,
  early_end,
  delta_before_created,
  two_open_messages,
  repeated_ids,
  missing_index,
  unknown_event,
  replay,
}

/** The words that a scenario may use for what goes wrong, and what goes with each. */
export const faultVocabulary: FaultVocabulary = faults

/** Reads scenarios with these words. One for all emulators of the process: what it has learned once, it knows. */
export const reader = new Reader(faultVocabulary)
