import type { Faker } from './invent/faker.ts'
import { wordFor } from './invent/words.ts'
import { answering, engine } from './liquid.ts'
import { didYouMean, quoted } from './words.ts'

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

/** What templates know by name. */
const names = [
  'request',
  'run',
  'assistant',
  'thread',
  'last_message',
  'output',
  'outputs',
  'tool_outputs',
  'invented',
] as const satisfies (keyof Scope | 'output' | 'invented')[]

/** Whether a text has `{{ … }}` or `{% … %}` in it. */
export function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%')
}

/** What is wrong with a template, whatever run it is for; undefined if nothing is. */
export function templateProblem(text: string): string | undefined {
  if (!isTemplate(text)) return undefined
  try {
    const parsed = engine().parse(text)
    const unknown = engine()
      .globalVariablesSync(parsed)
      .find((name) => !(names as readonly string[]).includes(name))
    if (unknown === undefined) return undefined
    return `templates know no ${quoted(unknown)}.${didYouMean(unknown, names)} Known here: ${names.join(', ')}.`
  } catch (error) {
    return inWords(error as Error)
  }
}

/** @throws Error if the template cannot be rendered. */
export function render(text: string, scope: () => Scope): string {
  if (!isTemplate(text)) return text
  const { faker, ...rest } = scope()
  let words: Faker | undefined
  const around = {
    ...rest,
    output: rest.outputs.at(-1) ?? '',
    invented: answering((word) => wordFor(word, (words ??= faker()))),
  }
  try {
    return engine().parseAndRenderSync(text, around) as string
  } catch (error) {
    throw new Error(`${quoted(text)}: ${inWords(error as Error)}`)
  }
}

/** The same for every text inside a value. */
export function renderDeep<T>(value: T, scope: () => Scope): T {
  if (typeof value === 'string') return render(value, scope) as T
  if (Array.isArray(value)) return value.map((item) => renderDeep(item, scope)) as T
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderDeep(item, scope)])) as T
  return value
}

/** The package tells places inside of the text, which starts somewhere in a file. */
function inWords({ message }: Error): string {
  const plain = message.replace(/, line:\d+, col:\d+$/, '')
  const [, filter] = /^undefined filter: (.*)$/.exec(plain) ?? []
  if (filter !== undefined)
    return `templates have no filter ${quoted(filter)}.${didYouMean(filter, Object.keys(engine().filters))}`
  const [, tag] = /^tag "(.*)" not found$/.exec(plain) ?? []
  if (tag !== undefined) return `templates have no tag ${quoted(tag)}.${didYouMean(tag, Object.keys(engine().tags))}`
  return plain
}
