import { branchOf, sharedWords } from './branches.ts'
import { inOrder, mostProblems, ScenarioError } from './problems.ts'
import { didYouMean, nearest, oneOf, quoted, seen, typeName } from './words.ts'
import type { Path, Source } from './yaml.ts'
import { type Issue, safeParse, type z } from './zod.ts'

/** Something wrong with data, and where: at a path, or at one of the keys there. */
export interface Flaw {
  path: Path
  key?: string
  message: string
}

/**
 * The data of a source, checked against a schema.
 * @throws ScenarioError with every problem at its line and column, the words expected there, and the nearest one.
 */
export function check<S extends z.ZodType>(source: Source, schema: S): z.infer<S> {
  const result = safeParse(schema, source.data, { error: explain, reportInput: true })
  if (result.success) return result.data
  const problems = flawsOf(result.error.issues).map(({ path, message, key }) => source.problem(path, message, key))
  throw new ScenarioError(inOrder(problems))
}

/** What is wrong with data that has no source; nothing, if it fits. */
export function flaws(data: unknown, schema: z.ZodType): Flaw[] {
  const { error } = safeParse(schema, data, { error: explain, reportInput: true })
  return error ? flawsOf(error.issues) : []
}

function flawsOf(issues: Issue[]): Flaw[] {
  const found: Flaw[] = []
  for (const issue of issues) {
    if (found.length >= mostProblems) break
    found.push(...unfold(issue, []).slice(0, mostProblems - found.length))
  }
  return found.filter((flaw) => !mistyped(flaw, found))
}

function unfold(issue: Issue, parent: Path): Flaw[] {
  const path = [...parent, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    if (issue.input === undefined) return [{ path: parent, message: missing(path) }]
    if (issue.message) return [{ path, message: issue.message }]
    const branch = branchOf(issue.errors)
    if (branch) return branch.flatMap((inner) => unfold(sharedWords(inner, issue.errors), path))
    return [{ path, message: unlike(shapes(issue), issue.input) }]
  }
  if (issue.code === 'unrecognized_keys') {
    const [, ...allowed] = issue.message.split('\n')
    return issue.keys.slice(0, mostProblems).map((key) => {
      const message = `unknown word ${quoted(key)}.${didYouMean(key, allowed)} Known here: ${allowed.join(', ')}.`
      return { path, key, message }
    })
  }
  if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? issue.message }]
  if (issue.code === 'invalid_type' && issue.input === undefined)
    return [{ path: path.slice(0, -1), message: missing(path) }]
  return [{ path, message: issue.message }]
}

const missing = (path: Path) => `"${String(path.at(-1))}" is missing here`

/** Whether a word is only missing because it was mistyped: that has been said already. */
function mistyped({ path, message }: Flaw, all: Flaw[]): boolean {
  const [, word] = /^"(.*)" is missing here$/.exec(message) ?? []
  if (word === undefined) return false
  return all.some(
    ({ key, path: at }) => key !== undefined && at.join() === path.join() && nearest(key, [word]) === word,
  )
}

/** What each branch of a union would have taken. */
function shapes(issue: Issue): string[] {
  switch (issue.code) {
    case 'invalid_union':
      return [...new Set(issue.errors.flatMap((errors) => errors.slice(0, 1).flatMap(shapes)))]
    case 'invalid_type':
      return [/^expected (.*), but this is /.exec(issue.message)?.[1] ?? typeName(issue.expected)]
    case 'invalid_value':
      return issue.values.map(String)
    default:
      return [issue.message.replace(/^expected /, '')]
  }
}

/** Our words for what the schema library found; undefined leaves it to the schema's own. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys':
      return ['unknown', ...wordsOf(issue.inst)].join('\n')
    case 'invalid_type': {
      const words = issue.expected === 'object' ? wordsOf(issue.inst) : []
      const having = words.length > 0 && words.length < 5 ? ` with ${oneOf(words, 'and')}` : ''
      return unlike([typeName(issue.expected) + having], issue.input)
    }
    case 'invalid_value': {
      const words = issue.values.map(String)
      if (issue.input === undefined) return missing(issue.path ?? [])
      if (typeof issue.input !== 'string') return `expected ${oneOf(words)}, but this is ${seen(issue.input)}`
      return `${quoted(issue.input)} is not known here: expected ${oneOf(words)}.${didYouMean(issue.input, words)}`
    }
    // Only a union that speaks for itself has a message.
    case 'invalid_union':
      return ''
    case 'too_small':
    case 'too_big':
      return outside(issue)
    default:
      return undefined
  }
}

function outside(issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig>): string {
  const limit = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`
  switch (issue.origin) {
    case 'array':
      return issue.code === 'too_small' && issue.minimum === 1
        ? 'expected at least one item, but this list is empty'
        : `expected ${limit} items`
    case 'string':
      return issue.code === 'too_small' && issue.minimum === 1
        ? 'expected a text, but this is an empty one'
        : `expected ${limit} characters`
    default:
      return `expected a number that is ${limit}, but this is ${seen(issue.input)}`
  }
}

function unlike(expected: string[], input: unknown): string {
  // YAML takes 5 and true for what they look like.
  const quotes = expected.includes('a text') && (typeof input === 'number' || typeof input === 'boolean')
  const alone = typeof input === 'string' || (typeof input === 'object' && input !== null && !Array.isArray(input))
  const list = alone && expected.includes('a list') && !expected.some((shape) => /^a (text|mapping)/.test(shape))
  const advice = quotes ? ': put it in quotes' : list ? ': a list has "- " before each item, or [ ] around them' : ''
  return `expected ${oneOf(expected)}, but this is ${seen(input)}${advice}`
}

/** The words that a mapping's schema knows. */
function wordsOf(schema: unknown): string[] {
  return Object.keys((schema as { _zod?: { def: { shape?: object } } })._zod?.def.shape ?? {})
}
