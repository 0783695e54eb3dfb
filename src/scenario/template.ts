import { createRequire } from 'node:module'
import type { Faker } from './invent/faker.ts'
import type { Liquid } from 'liquidjs'
import { wordFor } from './invent/words.ts'

const require = createRequire(import.meta.url)
let liquid: Liquid | undefined

/** Texts with `{{ … }}` in them. Liquid has no way to run code, and its work is bounded. Loaded when the first template is met. */
function engine(): Liquid {
  if (!liquid) {
    const { Liquid: Engine } = require('liquidjs') as typeof import('liquidjs')
    liquid = new Engine({
      ownPropertyOnly: true,
      strictVariables: false,
      parseLimit: 1e6,
      renderLimit: 1000,
      memoryLimit: 1e7,
      cache: 1000,
      fs: noFiles,
      relativeReference: false,
    })
  }
  return liquid
}

const noFiles = {
  exists: async () => false,
  existsSync: () => false,
  readFile: async () => '',
  readFileSync: () => '',
  resolve: (_: string, file: string) => file,
}

export function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%')
}

/** What is wrong with a template, or undefined. */
export function templateProblem(text: string): string | undefined {
  if (!isTemplate(text)) return undefined
  try {
    engine().parse(text)
    return undefined
  } catch (error) {
    return (error as Error).message.replace(/, line:\d+, col:\d+$/, '')
  }
}

/** What a template can speak of. */
export interface Scope {
  /** The body of the request that created the run. */
  request: object
  run: object
  assistant: object
  thread: object
  last_message: string
  /** The outputs of the last round, as texts. */
  outputs: string[]
  /** The last output of each function, read as JSON where it is JSON. */
  tool_outputs: Record<string, unknown>
  /** Where invented words come from: `{{ invented.city }}`. */
  faker: () => Faker
}

/** @throws Error if the template cannot be rendered. */
export function render(text: string, scope: () => Scope): string {
  if (!isTemplate(text)) return text
  const { faker, ...rest } = scope()
  return engine().parseAndRenderSync(text, {
    ...rest,
    output: rest.outputs.at(-1) ?? '',
    invented: invented(faker()),
  }) as string
}

/** The same for every text inside a value. */
export function renderDeep<T>(value: T, scope: () => Scope): T {
  if (typeof value === 'string') return render(value, scope) as T
  if (Array.isArray(value)) return value.map((item) => renderDeep(item, scope)) as T
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderDeep(item, scope)])) as T
  return value
}

/** Any name is a word of its own: city, email, product … */
function invented(faker: Faker): object {
  const { Drop } = require('liquidjs') as typeof import('liquidjs')
  class Invented extends Drop {
    override liquidMethodMissing(key: string | number) {
      return wordFor(String(key), faker)
    }
  }
  return new Invented()
}
