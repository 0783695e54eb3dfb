/** What happened while a command ran. */
export interface Summary {
  requests: number
  /** How many runs were last in each status. */
  runs: Record<string, number>
  scenarios: {
    /** How many runs played each; 0 where each was refused when it was to be created. */
    used: Record<string, number>
    /** The user's that nothing used. */
    unused: string[]
    /** Those that were queued for runs that never came, and for how many. */
    queued: Record<string, number>
  }
  /** Requests to unknown routes, and those for runs that none of the user's scenarios with a `match` took. */
  unmatched: Unmatched[]
  /** Runs that were still active at the end, or when their project was reset. */
  waiting: Waiting[]
  slowest: Slow[]
}

export interface Unmatched {
  method: string
  path: string
  project: string
  why: string
}

export interface Waiting {
  run: string
  status: string
  scenario: string
  waits_for: string | null
  project: string
}

export interface Slow {
  method: string
  path: string
  status: number
  project: string
  /** Wall-clock milliseconds to the last byte of the answer. */
  ms: number
}

/** What `--strict` does not accept, in a line each. */
export function complaints({ unmatched, waiting }: Summary): string[] {
  return [
    ...(unmatched.length > 0 ? [`${counted(unmatched.length, 'request')} unmatched`] : []),
    ...(waiting.length > 0 ? [`${counted(waiting.length, 'run')} left waiting`] : []),
  ]
}

/** For people, on stderr. */
export function printed({ requests, runs, scenarios, unmatched, waiting, slowest }: Summary): string {
  const all = Object.values(runs).reduce((sum, n) => sum + n, 0)
  const statuses = Object.entries(runs).map(([status, n]) => `${n} ${status}`)
  const lines = [
    `run-emulator: ${counted(requests, 'request')}, ${counted(all, 'run')}${all > 0 ? `: ${statuses.join(', ')}` : ''}`,
    ...few('used', joined(scenarios.used)),
    ...few('unused', scenarios.unused.length > 0 ? [scenarios.unused.join(', ')] : []),
    ...few('queued', joined(scenarios.queued)),
    ...few('unmatched', unmatched.map(unmatchedLine)),
    ...few('waiting', waiting.map(waitingLine)),
    ...few(
      'slowest',
      slowest.map(({ ms, method, path, status, project }) => `${ms} ms  ${method} ${path}  ${status}${of(project)}`),
    ),
  ]
  return `${lines.join('\n')}\n`
}

export function unmatchedLine({ method, path, project, why }: Unmatched): string {
  return `${method} ${path}${of(project)}  ${why.split('\n')[0]}`
}

export function waitingLine({ run, status, scenario, waits_for, project }: Waiting): string {
  return `${run}  ${status}  ${scenario}${of(project)}${waits_for === null ? '' : `  waits for ${waits_for}`}`
}

const most = 10

function few(title: string, lines: string[]): string[] {
  const shown = lines.length > most ? [...lines.slice(0, most), `and ${lines.length - most} more`] : lines
  return shown.map((line, n) => `  ${(n === 0 ? title : '').padEnd(9)}  ${line}`)
}

function joined(counts: Record<string, number>): string[] {
  const parts = Object.entries(counts).map(([name, n]) => `${name} × ${n}`)
  return parts.length > 0 ? [parts.join(', ')] : []
}

function of(project: string): string {
  return project === 'default' ? '' : `  project=${project}`
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`
}
