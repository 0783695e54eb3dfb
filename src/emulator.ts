import { nanoid } from 'nanoid'
import { limitsOf } from './emulator/limits.ts'
import { discreet } from './emulator/log.ts'
import { type EmulatorOptions, mustBeOptions, mustKnow } from './emulator/options.ts'
import { loadStateFile, saveStateFile } from './emulator/state.ts'
import { coverageOf, type ProjectControl, projectControl } from './emulator/project.ts'
import { mustBeMode } from './engine/clock/clock.ts'
import { coverage } from './engine/coverage/coverage.ts'
import type { JournalLimits } from './engine/journal/journal.ts'
import { FileStorage } from './engine/files/storage.ts'
import { defaultJournal, defaultProject, type ProjectLimits, Projects } from './engine/projects.ts'
import { createApp } from './http/app.ts'
import type { Services } from './http/services.ts'
import { reader } from './http/faults/index.ts'
import { inProcess } from './http/in_process.ts'
import { type Listening, listen, type ListenOptions } from './http/listen.ts'
import { OpenStreams } from './http/open_streams.ts'
import { renderers } from './http/render.ts'
import { Catalog } from './scenario/catalog.ts'

export type { EmulatorOptions } from './emulator/options.ts'

/** What is said to it directly, such as `emulator.clock`, is said to the default project. */
export interface Emulator extends ProjectControl {
  /** Give it to a client: `new OpenAI({ baseURL: emulator.url, fetch: emulator.fetch, apiKey: 'any' })`. No port is opened. */
  readonly fetch: typeof fetch
  /** The base URL that goes with `fetch`. Its host is one that no network knows, so that a client without it fails at once. */
  readonly url: string
  /** Opens a port, on 127.0.0.1 and any free one unless told otherwise. Rejects if it is taken. */
  listen(options?: ListenOptions): Promise<Listening>
  /**
   * One isolated world: its objects, clock, seed and journal. Clients choose it by their `project` option (the header `OpenAI-Project`)
   * or by an API key `sk-emulator-NAME`.
   */
  project(name: string): ProjectControl
  /** The names of the projects there are, those used longest ago first. */
  projects(): string[]
  /** Opens a gate that scripts and faults wait at (`gate: NAME`), for those that wait there and those that will come. */
  openGate(name: string, project?: string): void
  /** Shuts a gate again for those that will come. */
  shutGate(name: string, project?: string): void
  /**
   * Reads a scenario file anew, for the next runs; one that is gone is forgotten.
   * @throws ScenarioError if it is wrong, or called like another one that is there: what was there before stays.
   */
  reload(path: string): void
  /**
   * Loads a file that `saveState` wrote, or a seed file for the default project. Resolves to the names of the projects.
   * @throws Error of node's if it cannot be read, ControlError that says what is wrong with it
   */
  loadState(path: string): Promise<string[]>
  /**
   * Writes all that all projects have to a file, which is replaced as a whole. Each project is saved as it is at one moment.
   * @throws Error of node's if it cannot be written, ControlError if it is too large
   */
  saveState(path: string): Promise<void>
  /** The coverage of all projects that there ever were, also of those that were reset. */
  coverageOfAll: ProjectControl['coverage']
  /** Forgets all that all projects have. */
  reset(): void
  /** Ends all streams and closes all ports. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * An emulator of its own: two of them share nothing. Nothing listens until asked.
 * @throws ScenarioError where a given scenario is wrong, with file, line and column; TypeError where an option is unknown or of the wrong kind,
 * RangeError where a number makes no sense, ClockError where there is no such clock.
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  mustBeOptions(options)
  const {
    scenarios = [],
    clock = 'skip',
    seed = 0,
    profile = 'recorded',
    pollAfter = 10,
    unmatched = 'default',
    sunset = false,
    onRequest,
    onReset,
  } = options
  const { apiKeys, allowedHosts, lenient = false, maxBodyBytes = 25 * MiB, maxFileBytes = 512 * MiB } = options
  mustBeMode(clock)
  const catalog = new Catalog(reader)
  for (const source of Array.isArray(scenarios) ? scenarios : [scenarios]) catalog.add(source)
  // An application's database must not find yesterday's ids meaning new objects; under a virtual clock nothing may differ.
  const salt = clock === 'real' ? nanoid() : String(seed)
  const limits = limitsOf(options.limits)
  const storage = new FileStorage({ total: limits.fileBytes })
  const projects = new Projects({
    clock,
    seed: String(seed),
    salt,
    catalog,
    storage,
    journal: journalLimits(options.journal),
    ...(options.projects && { limits: positive(options.projects) }),
    objects: limits.objects,
    ...(onReset && { leaving: ({ name }: { name: string }) => onReset(projectControl(projects, name)) }),
  })
  const services: Services = {
    projects,
    catalog,
    render: renderers[profile],
    pollAfter,
    unmatched,
    apiKeys: apiKeys && new Set(apiKeys),
    allowedHosts: allowedHosts && new Set(allowedHosts),
    lenient,
    maxBodyBytes,
    maxHeaderBytes: limits.headerBytes,
    maxControlBytes: limits.controlBytes,
    streams: new OpenStreams(limits.streams),
    maxFileBytes,
    sunset: share(sunset),
    log: onRequest && discreet(onRequest),
  }
  const ports = new Set<Listening>()

  const emulator: Emulator = Object.assign(projectControl(projects, defaultProject), {
    fetch: inProcess((request, sent) => app.fetch(request, { services, sent })),
    url: 'http://run-emulator.invalid/v1',
    listen: async (where: ListenOptions = {}) => {
      mustKnow('listen', where, ['port', 'host'])
      const listening = await listen(
        (request, env) => app.fetch(request, Object.assign(env, { services })),
        services,
        where,
      )
      ports.add(listening)
      return listening
    },
    openGate: (name: string, project = defaultProject) => projects.get(project).gates.open(name),
    shutGate: (name: string, project = defaultProject) => projects.get(project).gates.shut(name),
    project: (name: string) => projectControl(projects, name),
    projects: () => [...projects].map(({ name }) => name),
    reload: (path: string) => catalog.reload(path),
    loadState: (path: string) => loadStateFile(projects, path, defaultProject),
    saveState: (path: string) => saveStateFile(projects, path),
    coverageOfAll: coverageOf(() => coverage(projects.coverage(), catalog)),
    reset: () => projects.resetAll(),
    close: async () => {
      for (const project of projects) project.close('The emulator was closed.')
      await Promise.all([...ports].map((port) => port.close()))
      ports.clear()
      storage.close()
    },
    [Symbol.asyncDispose]: () => emulator.close(),
  })
  return emulator
}

/** All emulators of the process answer by it. */
const app = createApp()

const MiB = 2 ** 20

function journalLimits(given: EmulatorOptions['journal'] = true): JournalLimits {
  if (given === false) return { entries: 0, bytes: 0 }
  return given === true ? defaultJournal : { ...defaultJournal, ...given }
}

function positive(limits: Partial<ProjectLimits>): Partial<ProjectLimits> {
  for (const [name, limit] of Object.entries(limits))
    if (!(limit > 0)) throw new RangeError(`projects.${name} is a number above 0, not ${limit}.`)
  return limits
}

function share(sunset: boolean | number): number {
  const given = Number(sunset)
  if (given >= 0 && given <= 1) return given
  throw new RangeError(`sunset is true, false or a share from 0 to 1, not ${given}.`)
}
