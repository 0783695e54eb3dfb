import type { ClockMode } from '../engine/clock/clock.ts'
import type { JournalLimits } from '../engine/journal/journal.ts'
import type { ProjectLimits } from '../engine/projects.ts'
import type { Profile } from '../http/render.ts'
import type { LogEntry } from '../http/services.ts'
import type { ScenarioSource } from '../scenario/read.ts'
import { didYouMean, quoted, seen } from '../scenario/words.ts'
import type { Limits } from './limits.ts'
import type { ProjectControl } from './project.ts'

export interface EmulatorOptions {
  /** Files or folders of scenarios, or scenarios by name, as YAML or as the object that the YAML would be. Later ones win. */
  scenarios?: ScenarioSource | ScenarioSource[]
  /** `skip` (default): scripted waits take no time. `real`: they do. `manual`: time stands still until `clock.advance`. */
  clock?: ClockMode
  /** Ids and invented content follow from it: the same seed and the same calls give the same bytes. Default 0. */
  seed?: string | number
  /** `recorded` (default): what the service really sent. `spec`: what its OpenAPI document says. */
  profile?: Profile
  /** Milliseconds that poll helpers are told to wait between reads (default 10); null sends no hint, as the service did. */
  pollAfter?: number | null
  /** What becomes of a run that none of your scenarios with a `match` takes: `default` (default) plays it, `error` refuses it. */
  unmatched?: 'default' | 'error'
  /** The API keys that are accepted. Default: any. */
  apiKeys?: string[]
  /** Host names, without ports, that requests over a socket may be for besides local ones; `*` is any. Others are refused with 403. */
  allowedHosts?: string[]
  /** Accepts requests without the header `OpenAI-Beta: assistants=v2`. Default false: the service refused them. */
  lenient?: boolean
  /** The most bytes that the body of a request may have (default 26214400). */
  maxBodyBytes?: number
  /** The most bytes that an uploaded file may have (default 536870912, as the service). */
  maxFileBytes?: number
  /**
   * What each project's journal may hold: entries (default 1000) and roughly bytes (default 16 million), the oldest going first; false
   * keeps none.
   */
  journal?: boolean | Partial<JournalLimits>
  /**
   * When projects are dropped to make room: how many there may be (`count`, default 10000), milliseconds without a request (`idle`, default
   * an hour), and roughly the bytes that all journals and histories together may hold (`records`, default 256 million).
   */
  projects?: Partial<ProjectLimits>
  /** What it takes on at most, besides these. */
  limits?: Partial<Limits>
  /** Answers every Assistants call, or that share of them, with the 404 of a service that has been shut down. */
  sunset?: boolean | number
  /** Called for every request when its last byte has been handed over. There are no secrets in what it is told. */
  onRequest?: (entry: LogEntry) => void
  /** Called before a project is forgotten, by a reset or because it was idle for long, while it still has all it had. */
  onReset?: (project: ProjectControl) => void
}

type Rule = [expected: string, fits: (value: unknown) => boolean]

const isText = (value: unknown) => typeof value === 'string'
const isMapping = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isScenarios = (value: unknown) => isText(value) || isMapping(value)
const whole = (from: number): Rule => [
  `a whole number from ${from}`,
  (value) => Number.isInteger(value) && (value as number) >= from,
]
const oneOf = (...words: string[]): Rule => [words.join(' or '), (value) => words.includes(value as string)]
const texts: Rule = ['a list of texts', (value) => Array.isArray(value) && value.every(isText)]
const flag: Rule = ['true or false', (value) => typeof value === 'boolean']
const mapping: Rule = ['an object', isMapping]
const callback: Rule = ['a function', (value) => typeof value === 'function']
/** Told elsewhere, in words of its own. */
const elsewhere: Rule = ['', () => true]

const rules: Record<keyof EmulatorOptions, Rule> = {
  scenarios: [
    'a path, scenarios by name, or a list of these',
    (value) => isScenarios(value) || (Array.isArray(value) && value.every(isScenarios)),
  ],
  clock: elsewhere,
  seed: ['a text or a number', (value) => isText(value) || Number.isFinite(value)],
  profile: oneOf('recorded', 'spec'),
  pollAfter: ['a number of milliseconds from 0, or null', (value) => value === null || whole(0)[1](value)],
  unmatched: oneOf('default', 'error'),
  apiKeys: texts,
  allowedHosts: texts,
  lenient: flag,
  maxBodyBytes: whole(1),
  maxFileBytes: whole(1),
  journal: ['true, false or an object', (value) => typeof value === 'boolean' || isMapping(value)],
  projects: mapping,
  limits: mapping,
  sunset: elsewhere,
  onRequest: callback,
  onReset: callback,
}

export const optionNames = Object.keys(rules)

const inner = {
  journal: ['entries', 'bytes'] satisfies (keyof JournalLimits)[],
  projects: ['count', 'idle', 'records'] satisfies (keyof ProjectLimits)[],
  limits: ['streams', 'objects', 'fileBytes', 'headerBytes', 'controlBytes'] satisfies (keyof Limits)[],
}

/** Types say so much; tests in plain JavaScript have none. @throws TypeError where an option is unknown, or of the wrong kind */
export function mustBeOptions(options: EmulatorOptions): void {
  mustKnow('createEmulator', options, optionNames)
  for (const [name, value] of Object.entries(options)) {
    const [expected, fits] = rules[name as keyof EmulatorOptions]
    if (value !== undefined && !fits(value))
      throw new TypeError(`createEmulator: ${name} is ${expected}, but this is ${seen(value)}.`)
  }
  for (const [name, known] of Object.entries(inner)) {
    const given = options[name as keyof typeof inner]
    if (isMapping(given)) mustKnow(`createEmulator: ${name}`, given as object, known)
  }
}

/** @throws TypeError where options are none, or one of them is unknown */
export function mustKnow(where: string, options: object, known: string[]): void {
  if (!isMapping(options)) throw new TypeError(`${where} takes an object of options, but this is ${seen(options)}.`)
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new TypeError(
      `${where}: there is no option ${quoted(unknown)}.${didYouMean(unknown, known)} There are ${known.join(', ')}.`,
    )
}
