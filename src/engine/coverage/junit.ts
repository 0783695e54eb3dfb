import { type Coverage, neverSeen } from './coverage.ts'
import { groups } from './counts.ts'
import { type Suite, junit } from '../junit.ts'

/** Coverage as JUnit: what was never exercised is a test that was skipped. */
export function coverageJunit({ groups: covered }: Coverage): string {
  return junit(
    'run-emulator coverage',
    groups.map((group): Suite => ({
      name: group,
      cases: Object.entries(covered[group].items).map(([name, count]) => ({
        name,
        ...(count === 0 && { skipped: neverSeen(group, name) }),
      })),
    })),
  )
}
