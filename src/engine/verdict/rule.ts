import type { Entry } from '../journal/entry.ts'
import type { RunTrace } from '../journal/traces.ts'
import type { Project } from '../project.ts'

/** Something that a client did wrong. */
export interface Finding {
  /** The rule's name, for programs. */
  rule: string
  /** What was wrong, in a sentence. */
  message: string
  /** The run that it was about. */
  run: string | null
  /** The numbers of the requests in the journal that show it. */
  requests: number[]
}

/** What the rules judge by. */
export interface Story {
  project: Project
  entries: Entry[]
  runs: RunTrace[]
}

export type Rule = (story: Story) => Omit<Finding, 'rule'>[]

/** What a timer may be early by, in milliseconds. */
export const tolerance = 1.5

/** Whether a request was sent by someone who had the whole answer to the one before: not beside it. */
export function follows(after: Entry, { ended }: Entry): boolean {
  if (!ended) return false
  return ended.next === undefined ? ended.wall <= after.wall : ended.next <= after.n
}

/**
 * Milliseconds from the end of one answer to the next request: those of the wall clock, and those that a test has moved the emulated
 * clock on meanwhile, for whoever waits on it does not sleep. NaN, which is neither long nor short, after an answer that was imported.
 */
export function gap(before: Entry, after: Entry): number {
  const ended = before.ended ?? before
  return after.wall - ended.wall + (after.byHand - ended.byHand)
}

export function spellMs(ms: number): string {
  return ms < 1000 ? `${Number(ms.toPrecision(2))} ms` : `${Number((ms / 1000).toPrecision(2))} s`
}
