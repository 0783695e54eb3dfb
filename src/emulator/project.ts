import { type Coverage, coverage } from '../engine/coverage/coverage.ts'
import { printCoverage } from '../engine/coverage/print.ts'
import { type JournalFilter, wanted } from '../engine/journal/filter.ts'
import { type JournalEntry, view } from '../engine/journal/view.ts'
import { type Leftovers, leftovers } from '../engine/leftovers.ts'
import { queueNext } from '../engine/next.ts'
import type { Project } from '../engine/project.ts'
import type { Projects } from '../engine/projects.ts'
import { type Verdict, verdict } from '../engine/verdict/verdict.ts'
import type { Expectation } from '../engine/verify/expectation.ts'
import { verify } from '../engine/verify/verify.ts'
import { quoted } from '../scenario/words.ts'
import { type ProjectTime, projectTime } from './clock.ts'
import { type ProjectFaults, projectFaults } from './faults.ts'
import { type ProjectRuns, projectRuns } from './runs.ts'
import { type ProjectState, projectState } from './state.ts'
import { type ProjectScenarios, projectScenarios } from './scenarios.ts'

/** One isolated world of an emulator, from the test's side. It is made at first use, and made anew after a reset. */
export interface ProjectControl {
  readonly name: string
  readonly clock: ProjectTime
  /** What ids and invented content follow from; what was made before it is set stays as it is. */
  seed: string
  /**
   * What was asked and what was answered, oldest first, as far as the filter wants it: `journal({ method: 'POST', path: '/runs' })`.
   * With `wall_ms: false` two journals of the same story are equal.
   */
  journal(filter?: JournalFilter & { wall_ms?: boolean }): JournalEntry[]
  /** Forgets the entries of the journal; everything else stays. */
  clearJournal(): void
  /**
   * Queues a scenario for the next run of this project, or the next `times`: by name, as YAML, or as the object that the YAML would be.
   * For applications whose requests cannot be changed; the header `X-Emulator-Scenario` still wins.
   * @throws NoScenario, ScenarioError
   */
  next(scenario: string | object, times?: number): void
  /** The scenarios that are queued and have not been used yet. */
  queued(): ReturnType<Project['queue']['list']>
  /** Forgets all that is queued. */
  clearQueue(): void
  readonly scenarios: ProjectScenarios
  readonly runs: ProjectRuns
  readonly state: ProjectState
  readonly faults: ProjectFaults
  /** Opens a gate (`gate: NAME` in a script), for those that wait at it and those that will come; it stays open. */
  openGate(name: string): void
  /** Shuts a gate again, for those that will come. */
  shutGate(name: string): void
  /**
   * Compares what was sent with what a test expects: `verify({ runs: [{ model: 'gpt-4o', tools: ['get_weather'] }], nothing_else: true })`.
   * @throws VerificationError that says all that is different, and what there was
   */
  verify(expectation: Expectation): void
  /**
   * What a test should not leave behind without knowing it: runs that no scenario with a `match` took, requests to unknown routes, queued
   * scenarios and faults not used, runs still active. `verify({ nothing_left: true })` makes it fail.
   */
  leftovers(): Leftovers
  /** What the client did wrong until now: polled too fast, retried in vain, left a run active … */
  verdict(): Verdict
  /**
   * Which statuses, errors and branches of the lifecycle have been exercised here, and which never: as data, as a text for people, or as a
   * JUnit report.
   * @throws TypeError where it is to be anything else
   */
  coverage(): Coverage
  coverage(as: 'text' | 'junit'): string
  /** Forgets all that the project has, and its settings. */
  reset(): void
}

export function projectControl(projects: Projects, name: string): ProjectControl {
  const project = () => projects.get(name)
  return {
    name,
    clock: projectTime(project),
    get seed() {
      return project().origin.given
    },
    set seed(seed) {
      project().origin.reseed(String(seed))
    },
    journal: ({ wall_ms = true, ...filter } = {}) =>
      [...project().journal].filter(wanted(filter)).map((entry) => view(entry, { wall_ms })),
    clearJournal: () => project().journal.clear(),
    next: (scenario, times) => queueNext(project(), scenario, times),
    queued: () => project().queue.list(),
    clearQueue: () => project().queue.clear(),
    scenarios: projectScenarios(project),
    runs: projectRuns(project),
    state: projectState(projects, name),
    faults: projectFaults(project),
    openGate: (gate) => project().gates.open(gate),
    shutGate: (gate) => project().gates.shut(gate),
    verify: (expectation) => verify(project(), expectation),
    leftovers: () => leftovers(project()),
    verdict: () => verdict(project()),
    coverage: coverageOf(() => coverage(project().coverage, project().catalog)),
    reset: () => projects.reset(name),
  }
}

/** Coverage in each of its forms. */
export function coverageOf(read: () => Coverage): ProjectControl['coverage'] {
  return ((as?: 'text' | 'junit') => {
    if (as === undefined) return read()
    if (!Object.hasOwn(printCoverage, as))
      throw new TypeError(`Coverage is printed as text or junit, not as ${quoted(String(as))}; coverage() is the data.`)
    return printCoverage[as](read())
  }) as ProjectControl['coverage']
}
