import { traces } from '../journal/traces.ts'
import type { Project } from '../project.ts'
import { incomplete_unhandled, left_active, never_read } from './endings.ts'
import { partial_outputs } from './outputs.ts'
import { polled_on, polled_too_fast } from './polling.ts'
import { ignored_retry_after, retried_in_vain } from './retries.ts'
import type { Finding, Rule } from './rule.ts'

const rules: Record<string, Rule> = {
  polled_too_fast,
  polled_on,
  retried_in_vain,
  ignored_retry_after,
  partial_outputs,
  never_read,
  left_active,
  incomplete_unhandled,
}

/** What the client did wrong, as far as the journal and the runs tell. */
export interface Verdict {
  faultless: boolean
  findings: Finding[]
}

/** Judges what a client has done until now. Pauses are measured on the wall clock, for clients sleep real time. */
export function verdict(project: Project): Verdict {
  const entries = [...project.journal]
  const story = { project, entries, runs: traces(entries) }
  const findings = Object.entries(rules).flatMap(([rule, judge]) =>
    judge(story).map((finding): Finding => ({ rule, ...finding })),
  )
  return { faultless: findings.length === 0, findings }
}
