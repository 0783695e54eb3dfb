import { counted } from '../../scenario/words.ts'
import { leftovers } from '../leftovers.ts'
import type { Project } from '../project.ts'
import { verdict } from '../verdict/verdict.ts'
import type { Expectation } from './expectation.ts'
import type { Flaws } from './match.ts'

/** What an expectation counts. */
type Counted = 'unmatched' | 'unused' | 'unstruck' | 'waiting' | 'findings'

/** Where there are more or fewer than expected of what a project counts. */
export function countedFlaws(project: Project, { nothing_left, ...expected }: Expectation): Flaws {
  const found = all(project)
  return (Object.keys(found) as Counted[]).flatMap((word) => {
    const count = expected[word] ?? (nothing_left && word !== 'findings' ? 0 : undefined)
    if (count === undefined) return []
    const there = found[word]()
    if (there.length === count) return []
    const listed = there.length > 0 ? `: ${there.join('; ')}` : ''
    return [`Expected ${word}: ${count}; there ${there.length === 1 ? 'is' : 'are'} ${there.length}${listed}.`]
  })
}

function all(project: Project): Record<Counted, () => string[]> {
  const { unmatched, unknown_routes, unused, unstruck, waiting } = leftovers(project)
  return {
    unmatched: () => [
      ...unmatched.map(({ n, why }) => `request ${n}: ${why}`),
      ...unknown_routes.map(({ n, method, path }) => `request ${n}: there is no route ${method} ${path}`),
    ],
    unused: () => unused.map(({ scenario, times }) => `${scenario} (${counted(times, 'time')})`),
    unstruck: () =>
      unstruck.map(
        ({ fault, method, path, times }) =>
          `${fault} on ${method ?? 'any request to'} ${path ?? 'any path'} (${counted(times, 'time')})`,
      ),
    waiting: () => waiting.map(({ id, status, waits_for }) => `${id} is ${status} and waits for ${waits_for}`),
    findings: () => verdict(project).findings.map(({ message }) => message),
  }
}
