import type { Emulator } from '../../emulator.ts'
import type { ProjectControl } from '../../emulator/project.ts'
import type { LogEntry } from '../../http/services.ts'
import type { Slow, Summary, Unmatched, Waiting } from './summary.ts'

interface Seen {
  status: string
  scenario: string | undefined
}

const mostSlow = 5

/** Notes what an emulator is used for, over all projects and their resets: what a reset forgets is counted before. */
export class Recorder {
  #requests = 0
  readonly #runs = new Map<string, number>()
  readonly #scenarios = new Map<string, number>()
  readonly #own = new Set<string>()
  readonly #queued = new Map<string, number>()
  readonly #unmatched: Unmatched[] = []
  readonly #waiting: Waiting[] = []
  #slowest: Slow[] = []
  /** By project and id; a deleted run is only known from the answers about it. */
  readonly #seen = new Map<string, Map<string, Seen>>()

  /** For `onRequest`. */
  request = ({ method, path, route, status, project, scenario, run, unmatched, ms }: LogEntry): void => {
    if (path.startsWith('/_emulator')) return
    this.#requests++
    if (scenario !== undefined) count(this.#scenarios, scenario, 0)
    if (run) this.#runsOf(project).set(run.id, { status: run.status, scenario })
    const why = unmatched ?? (route === undefined ? 'The emulator has no such route.' : undefined)
    if (why !== undefined) this.#unmatched.push({ method, path, project, why })
    const last = this.#slowest[mostSlow - 1]
    if (last && last.ms >= ms) return
    this.#slowest.push({ method, path, status, project, ms: Number(ms.toFixed(1)) })
    this.#slowest = this.#slowest.sort((a, b) => b.ms - a.ms).slice(0, mostSlow)
  }

  /** For `onReset`. */
  leaving = (project: ProjectControl): void => {
    const runs = this.#runsOf(project.name)
    for (const { id, status, scenario } of project.runs.list()) runs.set(id, { status, scenario })
    for (const { status, scenario } of runs.values()) {
      count(this.#runs, status, 1)
      if (scenario !== undefined) count(this.#scenarios, scenario, 1)
    }
    this.#seen.delete(project.name)
    const { unused, waiting } = project.leftovers()
    for (const { scenario, times } of unused) count(this.#queued, scenario, times)
    for (const { id, status, scenario, waits_for } of waiting)
      this.#waiting.push({ run: id, status, scenario, waits_for, project: project.name })
    for (const name of project.scenarios.names()) if (!project.scenarios.isShipped(name)) this.#own.add(name)
  }

  finish(emulator: Emulator): Summary {
    for (const name of emulator.projects()) this.leaving(emulator.project(name))
    for (const name of emulator.scenarios.names()) if (!emulator.scenarios.isShipped(name)) this.#own.add(name)
    return {
      requests: this.#requests,
      runs: byCount(this.#runs),
      scenarios: {
        used: byCount(this.#scenarios),
        unused: [...this.#own].filter((name) => !this.#scenarios.has(name)).sort(),
        queued: byCount(this.#queued),
      },
      unmatched: this.#unmatched,
      waiting: this.#waiting,
      slowest: this.#slowest,
    }
  }

  #runsOf(project: string): Map<string, Seen> {
    const known = this.#seen.get(project)
    if (known) return known
    const runs = new Map<string, Seen>()
    this.#seen.set(project, runs)
    return runs
  }
}

function count(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by)
}

function byCount(counts: Map<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)))
}
