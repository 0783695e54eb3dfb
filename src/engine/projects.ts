import type { Catalog } from '../scenario/catalog.ts'
import type { ClockMode } from './clock/clock.ts'
import { Counts } from './coverage/counts.ts'
import { ProjectClock } from './clock/project_clock.ts'
import { wall } from './clock/wall.ts'
import { FileStorage } from './files/storage.ts'
import { Histories } from './history.ts'
import { Journal, type JournalLimits } from './journal/journal.ts'
import { Project } from './project.ts'
import { Room } from './room.ts'

export interface WorldOptions {
  clock: ClockMode
  seed: string
  /** What ids are derived from; differs per start where they must not repeat. */
  salt: string
  catalog: Catalog
  /** Where uploaded files are kept. */
  storage: FileStorage
  journal?: JournalLimits
  limits?: Partial<ProjectLimits>
  /** How many objects each project may hold, and scenarios the server (default 1000000). */
  objects?: number
  /** Wall-clock milliseconds, to tell which projects are idle. */
  wall?: () => number
  /** Called with a project that is about to be forgotten, while it still has all it had. */
  leaving?: (project: Project) => void
}

/**
 * When projects are dropped, those that were used longest ago first. The default project is only dropped when it is reset; one that has a
 * stream open is in use.
 */
export interface ProjectLimits {
  /** How many there may be. */
  count: number
  /** Milliseconds of the wall clock without a request. It is looked at whenever another project is used. */
  idle: number
  /** What all journals and histories together may hold, roughly in bytes; those of the projects used longest ago are emptied. */
  records: number
}

export const defaultProject = 'default'
const mostObjects = 1_000_000
export const defaultJournal: JournalLimits = { entries: 1000, bytes: 16_000_000 }
export const defaultLimits: ProjectLimits = { count: 10_000, idle: 3_600_000, records: 256_000_000 }

interface Used {
  project: Project
  /** When it was last spoken of. */
  at: number
}

/** All projects, those used longest ago first; each is made when first spoken of. */
export class Projects {
  readonly #options: WorldOptions
  readonly #limits: ProjectLimits
  readonly #wall: () => number
  /** For the server's own scenarios. */
  readonly room: Room
  readonly #projects = new Map<string, Used>()
  #records = 0
  /** By projects that are gone. */
  readonly #exercised = new Counts()
  #last: Used | undefined
  /** Before this time none is idle. */
  #noneBefore = 0

  constructor(options: WorldOptions) {
    this.#options = options
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#wall = options.wall ?? wall
    this.room = new Room('server', options.objects ?? mostObjects, () => options.catalog.size)
  }

  get size(): number {
    return this.#projects.size
  }

  get(name: string): Project {
    // Whoever asks again and again is not looked up: its time is noted when somebody else comes.
    if (this.#last?.project.name === name) return this.#last.project
    const at = this.#wall()
    if (this.#last) this.#last.at = at
    const known = this.#projects.get(name)
    if (known) this.#toTheEnd(known, at)
    const most = this.#limits.count - (known ? 0 : 1)
    if (at >= this.#noneBefore || this.size > most) this.#sweep(at, most)
    this.#last = known ?? { project: this.#make(name), at }
    if (!known) this.#projects.set(name, this.#last)
    return this.#last.project
  }

  /** The project if it is there already: looking is not using. */
  peek(name: string): Project | undefined {
    return this.#projects.get(name)?.project
  }

  /** What has been exercised by all projects there ever were. */
  coverage(): Counts {
    const counts = new Counts()
    counts.addAll(this.#exercised)
    for (const { coverage } of this) counts.addAll(coverage)
    return counts
  }

  /** Forgets a project; the next request finds it empty, its clock at the start. */
  reset(name: string, why?: string): void {
    const project = this.peek(name)
    if (!project) return
    this.#options.leaving?.(project)
    const used = this.#projects.get(name)!
    used.project.close(why)
    forgetRecords(used.project)
    this.#exercised.addAll(used.project.coverage)
    this.#projects.delete(name)
    if (this.#last === used) this.#last = undefined
  }

  resetAll(): void {
    for (const name of [...this.#projects.keys()]) this.reset(name)
  }

  *[Symbol.iterator](): Generator<Project> {
    for (const { project } of this.#projects.values()) yield project
  }

  #make(name: string): Project {
    const { clock, seed, salt, catalog, storage, journal = defaultJournal, objects = mostObjects } = this.#options
    return new Project({
      name,
      clock: new ProjectClock(clock),
      seed,
      salt,
      catalog,
      storage,
      objects,
      journal: new Journal(journal, this.#grew),
      histories: new Histories(this.#grew),
    })
  }

  /** Drops the idle ones, and more until no more than `most` are left. Whoever was used last is at the end: there is nothing to search. */
  #sweep(now: number, most: number): void {
    const { idle } = this.#limits
    this.#noneBefore = now + idle
    const spared = new Set<Used>()
    for (const [name, used] of this.#projects) {
      if (used.at > now - idle && this.size <= most) {
        this.#noneBefore = used.at + idle
        return
      }
      if (spared.has(used)) break
      if (name === defaultProject) continue
      if (!used.project.isFollowed) this.#drop(name)
      else {
        spared.add(used)
        this.#toTheEnd(used, now)
      }
    }
    const [oldest] = spared
    if (oldest && this.size > most) this.#drop(oldest.project.name)
  }

  #toTheEnd(used: Used, at: number): void {
    used.at = at
    this.#projects.delete(used.project.name)
    this.#projects.set(used.project.name, used)
  }

  #drop(name: string): void {
    this.reset(name, 'The project was not used for long and has been dropped.')
  }

  #grew = (bytes: number): void => {
    this.#records += bytes
    if (bytes <= 0 || this.#records <= this.#limits.records) return
    for (const { project } of this.#projects.values()) {
      if (this.#records <= this.#limits.records) return
      forgetRecords(project)
    }
  }
}

function forgetRecords({ journal, histories }: Project): void {
  journal.drop()
  histories.clear()
}
