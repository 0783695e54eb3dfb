import { createEmulator, type Emulator, type EmulatorOptions } from '../emulator.ts'
import { mustKnow, optionNames } from '../emulator/options.ts'
import type { ProjectControl } from '../emulator/project.ts'
import { told } from './told.ts'

/** What `new OpenAI(…)` takes, so that a client speaks with one test's project. */
export interface ClientOptions {
  baseURL: string
  apiKey: string
  fetch: typeof fetch
  project: string
}

/** One test's project: what `emulator.project(NAME)` is, and how to reach it. */
export interface TestEmulator extends ProjectControl {
  /** For a client in this process: `new OpenAI(emulator.client)`. No port is opened. */
  readonly client: ClientOptions
  /** For an application in another process: opens a port, and gives the environment that makes clients find this test's project. */
  env(): Promise<{ OPENAI_BASE_URL: string; OPENAI_API_KEY: string; RUN_EMULATOR_URL: string }>
}

/** Those of `createEmulator`, and: */
export interface TestOptions extends EmulatorOptions {
  /**
   * Whether a test fails that leaves something behind: a request or a run that was unmatched, a queued scenario or fault that was not
   * used, a run that is still active. Default false.
   */
  strict?: boolean
}

/** One emulator for many tests, and a project for each of them. */
export class TestEmulators {
  readonly #options: EmulatorOptions
  readonly #strict: boolean
  readonly #names = new Set<string>()
  #emulator: Emulator | undefined
  #url: Promise<string> | undefined

  /** @throws TypeError where an option is unknown */
  constructor(given: TestOptions = {}) {
    mustKnow('The emulator of a test', given, [...optionNames, 'strict'])
    const { strict = false, ...options } = given
    this.#options = options
    this.#strict = strict
  }

  /** A project of its own for the test of that name; the same name gives the same ids. */
  open(test: string): TestEmulator {
    const emulator = (this.#emulator ??= createEmulator(this.#options))
    const project = emulator.project(this.#free(test))
    const apiKey = `sk-emulator-${project.name}`
    return Object.assign(project, {
      client: { baseURL: emulator.url, apiKey, fetch: emulator.fetch, project: project.name },
      env: async () => {
        const url = await (this.#url ??= emulator.listen().then((listening) => listening.url))
        return { OPENAI_BASE_URL: url, OPENAI_API_KEY: apiKey, RUN_EMULATOR_URL: new URL(url).origin }
      },
    })
  }

  /**
   * Forgets what the test did; if it failed, its journal is told first.
   * @throws VerificationError if it is strict, and the test left something behind although it passed
   */
  close(project: TestEmulator, failed: boolean, tell: (text: string) => void = console.error): void {
    let wrong = failed
    try {
      if (this.#strict && !failed) {
        wrong = true
        project.verify({ nothing_left: true })
        wrong = false
      }
    } finally {
      if (wrong) tell(told(project))
      project.reset()
      this.#names.delete(project.name)
    }
  }

  /** Closes the emulator with all that it has open. */
  async end(): Promise<void> {
    const emulator = this.#emulator
    this.#emulator = this.#url = undefined
    await emulator?.close()
  }

  /** Runs a test with a project of its own. If its runner no longer waits for it, `over` is aborted, and its journal told then. */
  async run<T>(
    test: string,
    body: (emulator: TestEmulator) => T,
    tell: (text: string) => void = console.error,
    over?: AbortSignal,
  ): Promise<Awaited<T>> {
    const project = this.open(test)
    let failed = true
    const tellNow = () => tell(told(project))
    over?.addEventListener('abort', tellNow)
    try {
      const result = await body(project)
      failed = false
      return result
    } finally {
      over?.removeEventListener('abort', tellNow)
      this.close(project, failed, over?.aborted ? () => {} : tell)
    }
  }

  /** A name that a key can hold, and that no running test has. */
  #free(test: string): string {
    const wanted =
      test
        .replace(/[^\w.-]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 60) || 'test'
    let name = wanted
    for (let n = 2; this.#names.has(name); n++) name = `${wanted}-${n}`
    this.#names.add(name)
    return name
  }
}
