import type { Assistant, Message, Thread } from '../../run/objects.ts'
import type { RunState } from '../../run/state.ts'
import type { FileObject, VectorStore, VectorStoreFile, VectorStoreFileBatch } from '../../run/file_objects.ts'
import type { RunRequest } from '../../run/create.ts'
import type { Ingestion } from '../../scenario/ingestion.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { ClockMode } from '../clock/clock.ts'
import type { History } from '../history.ts'
import type { Injection } from '../injected.ts'
import type { StoredJournal } from '../journal/stored.ts'
import type { Origin } from '../origin.ts'
import type { Play } from '../player/play.ts'
import type { Queued } from '../queue.ts'

/** The format's version; another one is refused. */
export const stateVersion = 1

/**
 * All that a project has, as one JSON document: its objects in the API's own words with ids and times, and `emulator`, which is what
 * clients never see. A seed file has objects only, and of each as much as a request that creates it would say, with its id.
 */
export interface State {
  run_emulator_state?: typeof stateVersion
  assistants?: Given<Assistant, 'model'>[]
  files?: StoredFile[]
  vector_stores?: StoredVectorStore[]
  threads?: StoredThread[]
  emulator?: Inner
}

/** All projects, by name. */
export interface States {
  run_emulator_state: typeof stateVersion
  projects: Record<string, State>
}

type Given<T extends { id: string }, Needed extends keyof T = 'id'> = Pick<T, 'id' | Needed> & {
  [key in keyof T]?: T[key] | undefined
}

export interface StoredThread extends Given<Thread> {
  messages?: StoredMessage[] | undefined
  runs?: StoredRun[] | undefined
  /** How many messages were ever made here. */
  made?: number | undefined
}

export type StoredMessage = Omit<Given<Message, 'role'>, 'id' | 'content'> & {
  id?: string | undefined
  content: string | Message['content']
}

export interface StoredRun extends RunState {
  /** Which of the emulator's `scenarios` it plays. */
  scenario: number
  tally?: Record<string, number> | undefined
  /** How often anything was asked of it. */
  deeds: number
  /** Where it is in its script, if it has not ended. */
  active?: { assistant: Assistant; request: RunRequest; play: Play; due: number | null } | undefined
}

/** Its content is text, or base64; nothing if left out. */
export interface StoredFile extends Given<FileObject, 'filename'> {
  content?: string | undefined
  content_base64?: string | undefined
}

export interface StoredVectorStore extends Given<VectorStore> {
  /** Files to take in at once. */
  file_ids?: string[] | undefined
  files?: StoredStoreFile[] | undefined
  batches?: { batch: VectorStoreFileBatch; file_ids: string[] }[] | undefined
  made?: number | undefined
}

export interface StoredStoreFile {
  file: VectorStoreFile
  /** How its ingestion goes on, if it is in progress. */
  ingestion?: Ingestion | undefined
}

export interface Inner {
  clock: { mode: ClockMode; now: number }
  origin: ReturnType<Origin['save']>
  tally: Record<string, number>
  used: Record<string, number>
  drawn: Record<string, number>
  gates: string[]
  queue: Queued[]
  faults: Injection[]
  /** The project's own scenarios, as they were given. */
  own: Record<string, string>
  /** The scenarios that runs have played. */
  scenarios: Scenario[]
  journal: StoredJournal
  /** What was asked of the runs. */
  histories: History[]
  /** Follows from all of it but the clock, and from the runs and what else only the emulator writes. */
  seal: string
}
