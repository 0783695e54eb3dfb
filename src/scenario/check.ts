import { didYouMean, oneOf } from './words.ts'
import { type Problem, ScenarioError } from './problems.ts'
import type { Path, Source } from './yaml.ts'
import type { z } from './zod.ts'

type Issue = z.core.$ZodIssue

/**
 * The data of a source, checked against a schema.
 * @throws ScenarioError with every problem at its line and column, the words expected there, and the nearest one.
 */
export function check<S extends z.ZodType>(source: Source, schema: S): z.infer<S> {
  const result = schema.safeParse(source.data, { error: explain, reportInput: true })
  if (result.success) return result.data
  throw new ScenarioError(result.error.issues.flatMap((issue) => problems(source, issue, [])))
}

function problems(source: Source, issue: Issue, parent: Path): Problem[] {
  const path = [...parent, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    if (issue.input === undefined) return [source.problem(parent, `"${String(path.at(-1))}" is missing here`)]
    const branch = nearestBranch(issue.errors)
    if (branch) return branch.flatMap((inner) => problems(source, inner, path))
    const expected = [...new Set(issue.errors.flatMap((errors) => errors.map(shape)))]
    return [source.problem(path, `expected ${oneOf(expected)}, but this is ${kind(issue.input)}`)]
  }
  if (issue.code === 'unrecognized_keys') {
    const [, ...allowed] = issue.message.split('\n')
    return issue.keys.map((key) =>
      source.problem(path, `unknown word "${key}".${didYouMean(key, allowed)} Known here: ${allowed.join(', ')}.`, key),
    )
  }
  return [source.problem(path, issue.message)]
}

/** Of a union's branches the one that the data was meant for: the first that did not fail at its root. */
function nearestBranch(errors: Issue[][]): Issue[] | undefined {
  return errors.find((branch) =>
    branch.every(
      (issue) =>
        issue.path.length > 0 ||
        issue.code === 'unrecognized_keys' ||
        issue.code === 'custom' ||
        issue.code === 'too_small' ||
        (issue.code === 'invalid_value' && typeof issue.input === 'string'),
    ),
  )
}

function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys':
      return [
        'unknown',
        ...Object.keys((issue.inst as unknown as { _zod: { def: { shape: object } } })._zod.def.shape),
      ].join('\n')
    case 'invalid_type':
      return issue.input === undefined
        ? `"${String(issue.path?.at(-1))}" is missing here`
        : `expected ${typeName(issue.expected)}, but this is ${kind(issue.input)}`
    case 'invalid_value': {
      const words = issue.values.map(String)
      return `${JSON.stringify(issue.input)} is not known here: expected ${oneOf(words)}.${didYouMean(String(issue.input), words)}`
    }
    default:
      return undefined
  }
}

function shape(issue: Issue): string {
  return issue.code === 'invalid_type'
    ? typeName(issue.expected)
    : issue.code === 'invalid_value'
      ? oneOf(issue.values.map(String))
      : 'something else'
}

const names: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  null: 'nothing',
}

function typeName(expected: string): string {
  return names[expected] ?? expected
}

function kind(input: unknown): string {
  if (input === null) return 'empty'
  if (Array.isArray(input)) return 'a list'
  return typeName(typeof input)
}
