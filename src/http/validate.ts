import { safeParse, type z } from '../scenario/zod.ts'
import { type ApiError, errors } from './errors.ts'
import { describe, kind, oxford, spell } from './words.ts'

/**
 * A body checked against its schema, in the service's words; of several mistakes the one that the service told first.
 * @throws ApiError 400
 */
export function validate<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw errors.notAnObject(kind(body))
  const result = safeParse(schema, body)
  if (result.success) return result.data
  // Only now, because it costs: what was given and what was expected instead.
  const { error } = safeParse(schema, body, { reportInput: true, error: expected })
  throw toError(first(error!.issues), [])
}

type Issue = z.core.$ZodIssue

/** What was expected instead, kept in the issue's message: the schema is not in the issue. */
function expected({ inst }: z.core.$ZodRawIssue): string | undefined {
  return inst && 'def' in inst ? describe(inst as unknown as z.ZodType) : undefined
}

/** On every level first what is missing, then what is unknown, then the fields in the schema's order: measured on its sister APIs. */
function first(issues: Issue[], depth = 0): Issue {
  const [head] = issues as [Issue]
  const field = head.path[depth]
  return (
    issues.find((issue) => issue.path.length === depth + 1 && isMissing(issue)) ??
    issues.find((issue) => issue.path.length === depth && issue.code === 'unrecognized_keys') ??
    (head.path.length <= depth + 1
      ? head
      : first(
          issues.filter(({ path }) => path[depth] === field),
          depth + 1,
        ))
  )
}

function isMissing(issue: Issue): boolean {
  const discriminator = discriminatorOf(issue)
  return discriminator ? issueInput(issue)?.[discriminator] === undefined : issue.input === undefined
}

function toError(issue: Issue, parent: PropertyKey[]): ApiError {
  const path = [...parent, ...issue.path]
  const param = spell(path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return errors.unknown(spell([...path, issue.keys[0]!]))
    case 'invalid_union':
      return union(issue, path)
    case 'invalid_value':
      if (typeof issue.input === 'string') return errors.wrongValue(param, issue.input, oxford(issue.values, 'and'))
      break
    case 'too_big':
      return tooBig(issue, param)
    case 'too_small':
      return tooSmall(issue, param)
    case 'invalid_format':
      return errors.noMatch(param, String((issue as { pattern?: string }).pattern).replace(/^\/|\/[a-z]*$/g, ''))
    case 'custom': {
      const error = issue.params?.error as ((param: string) => ApiError) | undefined
      if (error) return error(param)
    }
  }
  if (issue.input === undefined) return errors.missing(param)
  return errors.wrongType(param, issue.message, kind(issue.input))
}

function tooBig(issue: Issue & { code: 'too_big' }, param: string): ApiError {
  const most = Number(issue.maximum)
  if (issue.origin === 'string') return errors.tooLong(param, most, String(issue.input).length)
  if (issue.origin === 'array') return errors.tooMany(param, most, (issue.input as unknown[]).length)
  return errors.above(param, issue.origin === 'int' ? 'integer' : 'decimal', most, Number(issue.input))
}

function tooSmall(issue: Issue & { code: 'too_small' }, param: string): ApiError {
  if (issue.origin === 'string') return errors.emptyString(param)
  if (issue.origin === 'array') return errors.emptyArray(param)
  return errors.below(param, issue.origin === 'int' ? 'integer' : 'decimal', Number(issue.minimum), Number(issue.input))
}

/** A discriminator that names no branch, or a value that fits none: told about the branch that it was meant for. */
function union(issue: Issue & { code: 'invalid_union' }, path: PropertyKey[]): ApiError {
  const discriminator = discriminatorOf(issue)
  if (discriminator) {
    const given = issueInput(issue)?.[discriminator]
    const param = spell(path)
    if (given === undefined) return errors.missing(param)
    const { options = [] } = issue as { options?: unknown[] }
    if (typeof given !== 'string') return errors.wrongType(param, `one of ${oxford(options, 'or')}`, kind(given))
    return errors.wrongValue(param, given, oxford(options, 'and'))
  }
  if (issue.input === undefined) return errors.missing(spell(path))
  const meant = issue.errors.find((branch) => !wrongKind(branch))
  return meant ? toError(first(meant), path) : errors.wrongType(spell(path), issue.message, kind(issue.input))
}

/** Whether a value is not even of the kind that this branch of a union wants. */
function wrongKind([issue]: Issue[]): boolean {
  if (!issue || issue.path.length > 0) return false
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof issue.input !== 'string')
}

function discriminatorOf(issue: Issue): string | undefined {
  return issue.code === 'invalid_union' ? (issue as { discriminator?: string }).discriminator : undefined
}

function issueInput({ input }: Issue): Record<string, unknown> | undefined {
  return input as Record<string, unknown> | undefined
}
