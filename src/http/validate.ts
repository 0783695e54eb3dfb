import type { z } from '../scenario/zod.ts'
import { type ApiError, errors } from './errors.ts'

/**
 * A body checked against its schema, in the service's words and order: the first thing wrong is the one told.
 * @throws ApiError 400
 */
export function validate<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const result = schema.safeParse(body, { reportInput: true })
  if (result.success) return result.data
  throw toError(result.error.issues[0]!, [])
}

type Issue = z.core.$ZodIssue

function toError(issue: Issue, parent: PropertyKey[]): ApiError {
  const path = [...parent, ...issue.path]
  const param = spell(path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return errors.unknown(spell([...path, issue.keys[0]!]))
    case 'invalid_type':
      if (issue.input === undefined) return errors.missing(param)
      return errors.wrongType(param, named(issue.expected), kind(issue.input))
    case 'invalid_value': {
      if (issue.input === undefined) return errors.missing(param)
      if (typeof issue.input !== 'string')
        return errors.wrongType(
          param,
          typeof issue.values[0] === 'string' ? 'a string' : named(typeof issue.values[0]),
          kind(issue.input),
        )
      return errors.wrongValue(param, issue.input, oxford(issue.values.map((value) => `'${String(value)}'`)))
    }
    case 'invalid_union':
      return union(issue, path)
    case 'too_big':
      return tooBig(issue, param)
    case 'too_small':
      return errors.below(param, whole(issue.origin), Number(issue.minimum), Number(issue.input))
    case 'invalid_format':
      return errors.noMatch(param, String((issue as { pattern?: string }).pattern).replace(/^\/|\/[a-z]*$/g, ''))
    case 'custom':
      return (
        (issue.params?.error as ((param: string) => ApiError) | undefined)?.(param) ??
        errors.wrongType(param, 'a valid value', kind(issue.input))
      )
    default:
      return errors.wrongType(param, 'a valid value', kind(issue.input))
  }
}

function tooBig(issue: Issue & { code: 'too_big' }, param: string): ApiError {
  const most = Number(issue.maximum)
  if (issue.origin === 'string') return errors.tooLong(param, most, String(issue.input).length)
  if (issue.origin === 'array') return errors.tooMany(param, most, (issue.input as unknown[]).length)
  return errors.above(param, whole(issue.origin), most, Number(issue.input))
}

const whole = (origin: string) => (origin === 'int' ? 'integer' : 'decimal')

/** A discriminator that names no branch, or a value that fits none: told about the branch that it resembles most. */
function union(issue: Issue & { code: 'invalid_union' }, path: PropertyKey[]): ApiError {
  const discriminated = issue as { discriminator?: string; options?: unknown[]; input?: Record<string, unknown> }
  if (discriminated.discriminator) {
    const key = discriminated.discriminator
    const given = discriminated.input?.[key]
    const param = spell(path.at(-1) === key ? path : [...path, key])
    if (given === undefined) return errors.missing(param)
    if (typeof given !== 'string') return errors.wrongType(param, 'a string', kind(given))
    return errors.wrongValue(param, given, oxford((discriminated.options ?? []).map((option) => `'${String(option)}'`)))
  }
  const branch =
    issue.errors.find(
      (errors) =>
        errors[0]!.path.length > 0 ||
        (errors[0]!.code !== 'invalid_type' &&
          !(errors[0]!.code === 'invalid_value' && typeof errors[0]!.input !== 'string')),
    ) ?? issue.errors[0]!
  if (branch[0]!.code !== 'invalid_type' || branch[0]!.path.length > 0) return toError(branch[0]!, path)
  const expected = [
    ...new Set(issue.errors.map(([first]) => (first!.code === 'invalid_type' ? named(first!.expected) : 'a string'))),
  ]
  return errors.wrongType(
    spell(path),
    expected.length > 1 ? `one of ${expected.join(' or ')}` : expected[0]!,
    kind(issue.input),
  )
}

/** `tools[0].function.name` */
function spell(path: PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
}

const names: Record<string, string> = {
  string: 'a string',
  number: 'a decimal',
  int: 'an integer',
  boolean: 'a boolean',
  array: 'an array',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

function named(expected: string): string {
  return names[expected] ?? expected
}

function kind(input: unknown): string {
  if (input === null) return 'null'
  if (Array.isArray(input)) return 'an array'
  if (typeof input === 'number') return Number.isInteger(input) ? 'an integer' : 'a decimal'
  return named(typeof input)
}

/** `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`. */
function oxford(words: string[]): string {
  return words.length < 3 ? words.join(' and ') : `${words.slice(0, -1).join(', ')}, and ${words.at(-1)}`
}
