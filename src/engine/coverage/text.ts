import { type Coverage, neverSeen } from './coverage.ts'
import { groups } from './counts.ts'

/** Coverage for people: a line for each group, then what is missing. */
export function coverageText({ exercised, of, groups: covered }: Coverage): string {
  const width = Math.max(...groups.map((group) => group.length))
  const lines = groups.map(
    (group) => `  ${group.replaceAll('_', ' ').padEnd(width)}  ${covered[group].exercised} of ${covered[group].of}`,
  )
  const never = groups.flatMap((group) =>
    Object.entries(covered[group].items).flatMap(([item, count]) =>
      count === 0 ? [`  ${neverSeen(group, item)}`] : [],
    ),
  )
  return [`Exercised: ${exercised} of ${of}`, ...lines, ...(never.length > 0 ? ['Never:', ...never] : []), ''].join(
    '\n',
  )
}
