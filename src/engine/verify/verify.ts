import { check } from '../../scenario/check.ts'
import { objectSource } from '../../scenario/object.ts'
import { counted } from '../../scenario/words.ts'
import { ControlError } from '../control_error.ts'
import type { Entry } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { pathOf } from '../journal/filter.ts'
import { maskText } from '../journal/mask.ts'
import { type RunTrace, traces } from '../journal/traces.ts'
import type { Project } from '../project.ts'
import { countedFlaws } from './counted.ts'
import { type Expectation, expectationSchema, type Times } from './expectation.ts'
import { type Flaws, isWithin, spellTimes } from './match.ts'
import { requestFlaws } from './requests.ts'
import { runFlaws, spellRun } from './runs.ts'

/** What was sent is not what was expected. Its message says all that is wrong, and what there was. */
export class VerificationError extends ControlError {
  override readonly name: string = 'VerificationError'
  readonly failures: string[]
  constructor(failures: string[], there?: string) {
    const told = failures.map(maskText)
    super('verification_failed', [...told, ...(there === undefined ? [] : [maskText(there)])].join('\n'))
    this.failures = told
  }
}

/**
 * Compares what clients have sent with what a test expects.
 * @throws VerificationError where it differs, ScenarioError where the expectation itself is wrong
 */
export function verify(project: Project, expectation: Expectation): void {
  const expected = check(objectSource('expectation', expectation), expectationSchema())
  mustBeKnown(project.journal)
  const entries = [...project.journal]
  const all = traces(entries)
  const described = new Set<RunTrace>()
  const asked = new Set<Entry>()
  const failures = [
    ...(expected.runs ?? []).flatMap((run) => {
      const candidates = all.filter((trace) => !described.has(trace))
      const found = candidates.map((trace) => ({ of: trace, flaws: runFlaws(project, trace, run) }))
      return countFlaws(
        'run',
        spellExpected(run),
        run.times ?? 1,
        found,
        (trace) => spellRun(project, trace),
        described,
      )
    }),
    ...(expected.requests ?? []).flatMap((request) => {
      const found = entries.flatMap((entry) => {
        const flaws = asked.has(entry) ? undefined : requestFlaws(entry, request)
        return flaws ? [{ of: entry, flaws }] : []
      })
      return countFlaws('request', spellExpected(request), request.times ?? 1, found, spellEntry, asked)
    }),
    ...(expected.nothing_else ? others(project, expected, entries, all, described, asked) : []),
    ...countedFlaws(project, expected),
  ]
  if (failures.length > 0) throw new VerificationError(failures, whatThereWas(project, all))
}

interface Found<T> {
  of: T
  flaws: Flaws
}

/** Notes those that are as expected, and says if they are too few or too many, and what kept the nearest other one out. */
function countFlaws<T>(
  word: string,
  wanted: string,
  times: Times,
  found: Found<T>[],
  spell: (of: T) => string,
  taken: Set<T>,
): Flaws {
  const fitting = found.filter(({ flaws }) => flaws.length === 0)
  for (const { of } of fitting) taken.add(of)
  if (isWithin(fitting.length, times)) return []
  const [nearest] = found.filter(({ flaws }) => flaws.length > 0).sort((a, b) => a.flaws.length - b.flaws.length)
  const why = nearest ? ` Nearest: ${spell(nearest.of)}; but ${nearest.flaws.join(', and ')}.` : ''
  return [
    `Expected ${spellTimes(times, word)} with ${wanted}; there ${fitting.length === 1 ? 'was' : 'were'} ${fitting.length}.${why}`,
  ]
}

function spellExpected({ times: _, ...expected }: { times?: unknown }): string {
  return (
    JSON.stringify(expected)
      .replace(/^\{(.*)\}$/, '$1')
      .replace(/"(\w+)":/g, '$1: ')
      .replaceAll(',', ', ') || 'any content'
  )
}

function spellEntry(entry: Entry): string {
  return `request ${entry.n}, ${entry.method} ${pathOf(entry)} (${entry.status})`
}

function others(
  project: Project,
  { requests }: Expectation,
  entries: Entry[],
  all: RunTrace[],
  described: Set<RunTrace>,
  asked: Set<Entry>,
): Flaws {
  const ofRuns = new Set([...described].flatMap((trace) => trace.entries))
  const undescribed = all.filter((trace) => !described.has(trace) && !asked.has(trace.created))
  const writes = entries.filter(
    (entry) =>
      (entry.route === undefined || (requests && (entry.method === 'POST' || entry.method === 'DELETE'))) &&
      !ofRuns.has(entry) &&
      !asked.has(entry) &&
      !undescribed.some(({ created }) => created === entry),
  )
  return [
    ...undescribed.map((trace) => `Expected nothing else; there was the run ${spellRun(project, trace)}.`),
    ...writes.map((entry) => `Expected nothing else; there was ${spellEntry(entry)}.`),
  ]
}

/** @throws VerificationError where the journal does not have all that was sent */
function mustBeKnown({ on, dropped }: Journal): void {
  const start = 'Nothing can be verified: the journal'
  if (!on) throw new VerificationError([`${start} is off. Start without \`journal: false\`.`])
  if (dropped > 0)
    throw new VerificationError([
      `${start} has forgotten ${counted(dropped, 'request')} to stay within its limits. Clear it before what is to be verified begins, use a project of its own for each test, or give it more room: \`journal: { entries: 5000 }\`.`,
    ])
}

function whatThereWas(project: Project, all: RunTrace[]): string {
  const runs = all.map((trace) => `  ${spellRun(project, trace)}`)
  return [
    `There ${project.journal.size === 1 ? 'was' : 'were'} ${counted(project.journal.size, 'request')} and ${counted(all.length, 'run')} created.`,
    ...runs,
  ].join('\n')
}
