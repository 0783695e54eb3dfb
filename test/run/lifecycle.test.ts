import { describe, expect, it } from 'vitest'
import { isAtRest, isTerminal, isVerb, next, runStatuses, transitions, type Verb } from '../../src/run/lifecycle.ts'
import type { RunStatus } from '../../src/run/lifecycle.ts'

/**
 * protocol.md §3.1, written out by hand. A dot is a cell that the service never had. Where the protocol has no word (a run that fails
 * while it waits or is being cancelled), the cell is there because scripts may bring any active run to any end.
 */
const table = `
                    queued       in_progress      requires_action  cancelling  completed  incomplete  failed  cancelled  expired
start               in_progress  .                .                .           .          .           .       .          .
require_action      .            requires_action  .                .           .          .           .       .          .
submit_tool_outputs .            .                queued           .           .          .           .       .          .
complete            .            completed        .                completed   .          .           .       .          .
truncate            .            incomplete       .                .           .          .           .       .          .
fail                failed       failed           failed           failed      .          .           .       .          .
cancel              cancelling   cancelling       cancelling       .           .          .           .       .          .
confirm_cancel      .            .                .                cancelled   .          .           .       .          .
expire              expired      expired          expired          expired     .          .           .       .          .
`

const [statuses, ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))
const cells = rows.flatMap(([verb, ...to]) =>
  to.map((target, n) => [statuses![n], verb, target === '.' ? undefined : target] as [RunStatus, Verb, RunStatus?]),
)

describe('the lifecycle, cell by cell', () => {
  it('has nine statuses and nine verbs, and the table here names them all', () => {
    expect(statuses).toEqual(runStatuses)
    const verbs = Object.values(transitions).flatMap((row) => Object.keys(row))
    expect([...new Set(verbs)].sort()).toEqual(rows.map(([verb]) => verb).sort())
    expect(cells).toHaveLength(81)
  })

  it.each(cells)('%s, %s: %s', (status, verb, target) => {
    expect(next(status, verb)).toBe(target)
  })

  it.each(['run', 'stop', 'constructor', '__proto__', 'queued'])('knows no verb "%s"', (word) => {
    expect(isVerb(word)).toBe(false)
  })
})

it('is terminal in five statuses', () => {
  expect(runStatuses.filter(isTerminal)).toEqual(['completed', 'incomplete', 'failed', 'cancelled', 'expired'])
})

it('rests in those and while it waits for tool outputs', () => {
  expect(runStatuses.filter(isAtRest)).toEqual([
    'requires_action',
    'completed',
    'incomplete',
    'failed',
    'cancelled',
    'expired',
  ])
})
