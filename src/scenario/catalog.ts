import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { holds, type View } from './conditions.ts'
import { type IngestionLine, isFor } from './ingestion.ts'
import { scenarioName, twins } from './files.ts'
import type { Reader, ScenarioSource } from './read.ts'
import type { Scenario } from './scenario.ts'
import { didYouMean } from './words.ts'
import type { Source } from './yaml.ts'

/** No scenario could be chosen. */
export class NoScenario extends Error {
  readonly code: 'unknown_scenario' | 'ambiguous_scenario'
  constructor(code: NoScenario['code'], message: string) {
    super(message)
    this.name = 'NoScenario'
    this.code = code
  }
}

/**
 * The user's scenarios and the shipped ones; a user's wins over a shipped one of the same name. A project's catalog stands on the
 * server's: what is put there is there for that project only, and wins.
 */
export class Catalog {
  readonly #reader: Reader
  readonly #base: Catalog | undefined
  readonly #own = new Map<string, Scenario>()
  readonly #texts = new Map<string, string>()

  constructor(reader: Reader, base?: Catalog) {
    this.#reader = reader
    this.#base = base
  }

  /** A catalog that stands on this one. */
  child(): Catalog {
    return new Catalog(this.#reader, this)
  }

  /**
   * Adds the scenarios of one source, all or none.
   * @throws ScenarioError if one of them is wrong.
   */
  add(source: ScenarioSource): void {
    for (const scenario of this.#reader.all(source)) this.#own.set(scenario.name, scenario)
    if (typeof source === 'object')
      for (const [name, content] of Object.entries(source)) this.#texts.set(name, textOf(content))
  }

  /**
   * Reads a file of the user's anew; one that is gone is forgotten.
   * @throws ScenarioError if it is wrong, or called like another one that is there: what was there before stays.
   */
  reload(path: string): void {
    const name = scenarioName(path)
    const before = this.#own.get(name)?.file
    const isOther = before !== undefined && resolve(before) !== resolve(path)
    if (!existsSync(path)) return void (isOther || this.#own.delete(name))
    if (isOther && existsSync(before)) throw twins({ name, file: path }, before)
    this.add(path)
  }

  /** A scenario that is not added. @throws ScenarioError */
  read(name: string, content: string | object | Source): Scenario {
    if (typeof content === 'string') return this.#reader.yaml(name, content)
    return isSource(content) ? this.#reader.source(name, content) : this.#reader.object(name, content)
  }

  /** How many were added here. */
  get size(): number {
    return this.#own.size
  }

  /** What was added here, each as it was given. */
  save(): Record<string, string> {
    return Object.fromEntries(this.#texts)
  }

  /** Takes away one that was added here; false if there is none. */
  remove(name: string): boolean {
    this.#texts.delete(name)
    return this.#own.delete(name)
  }

  /** What the scenario was read from. @throws NoScenario */
  text(name: string): string {
    const { file } = this.get(name)
    const isHere = this.#own.has(name) || !this.#base
    return isHere ? (this.#texts.get(name) ?? readFileSync(file, 'utf8')) : this.#base!.text(name)
  }

  /** @throws NoScenario that lists the names of the user's, and tells the nearest. */
  get(name: string): Scenario {
    return this.#find(name) ?? this.#unknown(name)
  }

  /** Asks without reading it. @throws NoScenario */
  mustHave(name: string): void {
    if (!this.#has(name)) this.#unknown(name)
  }

  names(): string[] {
    return [...new Set([...this.#own.keys(), ...(this.#base?.names() ?? this.#reader.shipped.names())])].sort()
  }

  /** Every scenario, read; the user's own say so. */
  list(): { scenario: Scenario; shipped: boolean }[] {
    return this.names().map((name) => ({ scenario: this.get(name), shipped: this.isShipped(name) }))
  }

  /** Whether it came with the package. */
  isShipped(name: string): boolean {
    return !this.#own.has(name) && (this.#base?.isShipped(name) ?? true)
  }

  /**
   * The user's scenario whose `match` fits best, or undefined: more conditions win. Shipped ones are chosen by name only.
   * `usable` may pass over one that fits, such as one that is used up.
   * @throws NoScenario if two fit equally well.
   */
  matching(view: View, usable: (scenario: Scenario) => boolean): Scenario | undefined {
    const own = this.#best(view, usable)
    const other = this.#base
      ? this.#base.#best(view, (scenario) => !this.#own.has(scenario.name) && usable(scenario))
      : undefined
    const { best } = other && other.fit > own.fit ? other : own
    if (best.length > 1)
      throw new NoScenario(
        'ambiguous_scenario',
        `The scenarios ${best.map(({ name }) => `"${name}"`).join(' and ')} fit this run equally well. Add a condition to the "match" of one of them.`,
      )
    return best[0]
  }

  /** How the user's scenarios want files of this name taken in, those that speak of file names; the first one first. */
  *ingestions(filename: string): Generator<IngestionLine> {
    for (const { vector_store_files } of this.#all())
      for (const line of vector_store_files) if (line.filename && isFor(line, filename)) yield line
  }

  /** Whether the user has scenarios that choose their runs themselves: then a run that none of them takes is unmatched. */
  get matches(): boolean {
    return this.#all().some(({ match }) => match.length > 0)
  }

  /** The user's scenarios that came nearest to a run, the nearest first, each with the conditions that kept it from matching. */
  nearest(view: View, most = 3): { name: string; failed: string[] }[] {
    const missed = this.#all().flatMap(({ name, match }) => {
      const sets = match.map((set) => set.filter((condition) => !holds(condition, view)))
      const best = sets.reduce<(typeof sets)[number] | undefined>(
        (a, b) => (a && a.length <= b.length ? a : b),
        undefined,
      )
      return best ? [{ name, failed: best.map(({ label }) => label) }] : []
    })
    return missed.sort((a, b) => a.failed.length - b.failed.length).slice(0, most)
  }

  #best(view: View, usable: (scenario: Scenario) => boolean): { best: Scenario[]; fit: number } {
    let best: Scenario[] = []
    let most = 0
    for (const scenario of this.#own.values()) {
      const fit = specificity(scenario, view)
      if (fit < most || fit === 0 || !usable(scenario)) continue
      best = fit > most ? [scenario] : [...best, scenario]
      most = fit
    }
    return { best, fit: most }
  }

  /** The user's scenarios, also those of the catalog below. */
  #all(): Scenario[] {
    const below = this.#base ? this.#base.#all().filter(({ name }) => !this.#own.has(name)) : []
    return [...this.#own.values(), ...below]
  }

  #has(name: string): boolean {
    return this.#own.has(name) || (this.#base ? this.#base.#has(name) : this.#reader.shipped.has(name))
  }

  #find(name: string): Scenario | undefined {
    return this.#own.get(name) ?? (this.#base ? this.#base.#find(name) : this.#reader.shipped.get(name))
  }

  #unknown(name: string): never {
    const own = this.#all().map(({ name }) => name)
    const yours = own.length === 0 ? 'None of your own is loaded.' : `Yours: ${some(own.sort())}.`
    throw new NoScenario(
      'unknown_scenario',
      `There is no scenario "${name}".${didYouMean(name, this.names())} ${yours} "run-emulator scenarios" lists those that come with it.`,
    )
  }
}

const most = 20

/** As many as one reads. */
function some(names: string[]): string {
  return names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ')
}

function textOf(content: string | object): string {
  return typeof content === 'string' ? content : JSON.stringify(content, null, 2)
}

function isSource(content: object): content is Source {
  return 'problem' in content && typeof content.problem === 'function'
}

/** How many conditions of the best fitting set hold; 0 where none fits whole. */
function specificity({ match }: Scenario, view: View): number {
  const fitting = match.filter((set) => set.every((condition) => holds(condition, view)))
  return Math.max(0, ...fitting.map((set) => set.length))
}
