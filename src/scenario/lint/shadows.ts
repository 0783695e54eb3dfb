import type { Condition, Scenario } from '../scenario.ts'
import type { TextTest } from '../text_test.ts'
import { fits } from '../text_test.ts'
import type { Finding } from './finding.ts'

/** Scenarios that can never be chosen, or never without a tie, because of others. */
export function shadows(scenarios: Scenario[]): Finding[] {
  return scenarios.flatMap((scenario, n) => [
    ...sameName(scenario, scenarios.slice(n + 1)),
    ...sameRuns(scenario, scenarios),
  ])
}

function sameName({ name, file }: Scenario, later: Scenario[]): Finding[] {
  const other = later.find((each) => each.name === name)
  return other
    ? [{ where: file, level: 'warning', message: `"${name}" is never used: ${other.file} has the same name and wins` }]
    : []
}

/** Every run that one set takes, a set of another scenario takes too, with as many conditions or more. */
function sameRuns(scenario: Scenario, all: Scenario[]): Finding[] {
  if (scenario.match.length === 0) return []
  const rivals = all.filter(
    (other) => other !== scenario && other.name !== scenario.name && other.times === null && other.probability === 1,
  )
  const beaten = rivals.find(({ match }) => scenario.match.every((set) => match.some((other) => implied(other, set))))
  if (!beaten) return []
  const tie = scenario.match.every((set) =>
    beaten.match.some((other) => implied(other, set) && other.length === set.length),
  )
  const message = tie
    ? `"${scenario.name}" and "${beaten.name}" take the same runs: choosing between them is an error. Add a condition to one`
    : `"${scenario.name}" is never chosen: "${beaten.name}" takes every run that it would, with more conditions`
  return [{ where: scenario.file, level: 'warning', message }]
}

/** Whether all of `wanted` hold whenever all of `given` do, and `wanted` counts at least as much. */
function implied(wanted: Condition[], given: Condition[]): boolean {
  return wanted.length >= given.length && wanted.every((condition) => given.some((other) => follows(condition, other)))
}

function follows(wanted: Condition, given: Condition): boolean {
  if (wanted.label === given.label) return true
  if (wanted.about !== given.about || !('tests' in wanted) || !('tests' in given)) return false
  if ('key' in wanted && 'key' in given && wanted.key !== given.key) return false
  const [only, ...more] = given.tests as TextTest[]
  const whole = more.length === 0 ? only?.equals : undefined
  return whole !== undefined && (wanted.tests as TextTest[]).some((test) => fits(test, whole))
}
