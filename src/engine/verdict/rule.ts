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

/** Wall-clock milliseconds from the end of one answer to the next request. */
export function gap(before: Entry, after: Entry): number {
  return after.wall - (before.ended?.wall ?? before.wall)
}

export function spellMs(ms: number): string {
  return ms < 1000 ? `${Number(ms.toPrecision(2))} ms` : `${Number((ms / 1000).toPrecision(2))} s`
}
