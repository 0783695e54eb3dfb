import { accessSync, constants, existsSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ControlError } from '../engine/control_error.ts'
import type { ClockMode } from '../engine/clock/clock.ts'
import type { Emulator } from '../emulator.ts'

/** Milliseconds from the first change to when it is saved. */
const soon = 1000

/** Saving takes at most one part in so many of the time. */
const share = 20

/** Where an emulator's state is kept: it is saved soon after something has changed, and at the end. */
export class Keeper {
  readonly #path: string
  readonly #emulator: Emulator
  readonly #say: (line: string) => void
  /** What the file was when it was last ours. */
  #known = ''
  #changed = false
  #timer: NodeJS.Timeout | undefined
  #saving: Promise<void> | undefined
  #pause = soon
  #complaint = ''

  /** `say` is told when it cannot be saved. @throws Error of node's where the file could not be written, ControlError where it is none */
  constructor(path: string, emulator: Emulator, say: (line: string) => void) {
    this.#path = existsSync(path) ? realpathSync(path) : path
    this.#emulator = emulator
    this.#say = say
    accessSync(dirname(this.#path), constants.W_OK)
    const stats = statSync(this.#path, { throwIfNoEntry: false })
    if (stats) accessSync(this.#path, constants.W_OK)
    if (stats?.isFile() === false)
      throw new ControlError('not_a_file', `${path} is no file. Name one for --state, which need not be there yet.`)
    removeLeftovers(this.#path)
  }

  /** Loads the file if it is there, with the clock that was asked for. @throws ControlError where it is wrong */
  async load(clock: ClockMode): Promise<void> {
    this.#known = stamp(this.#path)
    if (this.#known === '') return
    for (const name of await this.#emulator.loadState(this.#path)) this.#emulator.project(name).clock.mode = clock
  }

  /** Something may have changed. */
  touch(): void {
    this.#changed = true
    if (this.#saving) return
    this.#timer ??= setTimeout(() => void this.#saveNow().catch(this.#complain), this.#pause).unref()
  }

  /** Saves what has changed since. @throws Error of node's where it cannot be written, ControlError where it may not */
  async end(): Promise<void> {
    await this.#saving?.catch(() => {})
    this.#changed = true
    // What was asked while it was being saved is saved too.
    for (let times = 0; this.#changed && times < 3; times++) await this.#saveNow()
    clearTimeout(this.#timer)
  }

  #saveNow(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#changed = false
    return (this.#saving = Promise.resolve()
      .then(() => this.#save())
      .finally(() => {
        this.#saving = undefined
        if (this.#changed) this.touch()
      }))
  }

  async #save(): Promise<void> {
    const started = performance.now()
    const found = stamp(this.#path)
    if (found !== '' && found !== this.#known)
      throw new ControlError(
        'state_conflict',
        `${this.#path} was written by someone else since it was loaded or saved here: it is left as it is, and nothing is saved. ` +
          'Two servers cannot keep their state in one file: give each a --state of its own.',
      )
    await this.#emulator.saveState(this.#path)
    this.#known = stamp(this.#path)
    this.#complaint = ''
    this.#pause = Math.max(soon, (performance.now() - started) * share)
  }

  /** The same complaint is told once. */
  readonly #complain = (error: unknown): void => {
    const message = (error as Error).message
    if (message !== this.#complaint)
      this.#say(`The state could not be saved; it is tried again after the next change. ${message}`)
    this.#complaint = message
  }
}

/** Tells one version of a file from another; nothing where there is none. */
function stamp(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : ''
}

/** What a server left that was killed in the middle of saving. */
function removeLeftovers(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    const [, pid] = name.startsWith(`${basename(path)}.`) ? (/\.(\d+)\.tmp$/.exec(name) ?? []) : []
    if (pid !== undefined && !isOther(Number(pid))) rmSync(join(dirname(path), name), { force: true })
  }
}

/** Whether this is the id of another process that is alive. */
function isOther(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
