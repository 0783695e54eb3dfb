import type { Run } from '../../run/objects.ts'

/** Header lines as whoever received them keeps them: node's flat list of names and values, or pairs. */
export type HeaderLines = readonly string[] | Iterable<readonly [string, string]>

/** One part of a multipart body; of a file only its size is kept. */
export interface BodyPart {
  name: string
  filename?: string
  content_type?: string
  bytes: number
  /** The value of a part that is not a file. */
  value?: string
}

/** A piece of a response as it was handed over. */
export interface Piece {
  at: number
  wall: number
  data: string | Uint8Array
}

/** Why a scenario was played: decisions 14, in that order. */
export type ChosenBy = 'header' | 'next' | 'run metadata' | 'assistant metadata' | 'match' | 'default'

/**
 * A request and its response as references to what was there anyway: nothing is copied, parsed or masked before somebody reads it
 * (see view.ts). Filled in while the request is served; `status` is 0 until the answer begins.
 */
export interface Entry {
  /** Counts the project's requests from 1. */
  n: number
  project: string
  request_id: string
  method: string
  url: string
  /** The route's pattern, such as `POST /threads/:thread/runs`; undefined for an unknown URL. */
  route: string | undefined
  /** Emulated milliseconds since 1970. */
  at: number
  /** Wall-clock milliseconds, comparable only with one another; NaN, as all that are called so, where the entry was imported. */
  wall: number
  /** How far a test had moved the clock by hand, in milliseconds. */
  byHand: number
  headers: HeaderLines
  body: string | BodyPart[] | undefined
  status: number
  responseHeaders: Record<string, string> | undefined
  responseBody: string | Uint8Array | undefined
  /** What was sent of a response that goes on after its headers. */
  pieces: Piece[] | undefined
  /** When the last byte was handed over; undefined until then. */
  ended: Ended | undefined
  scenario: string | undefined
  chosen_by: ChosenBy | undefined
  /** Why none of the user's scenarios with a `match` took the run, if that is so. */
  unmatched: string | undefined
  /** The faults that disturbed the answer. */
  faults: string[] | undefined
  /** The run in question as it was when the answer ended. */
  run: Run | undefined
}

export interface Ended {
  at: number
  wall: number
  byHand: number
  how: Ending
  /** Where the entry was imported: the number of the first request that was sent after its answer had ended, or would be. */
  next?: number
}

/** `complete`: the whole answer. `broken`: the connection was cut on purpose. `left`: the client went away. */
export type Ending = 'complete' | 'broken' | 'left'
