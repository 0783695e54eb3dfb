import { type Issue, safeParse, type z } from '../scenario/zod.ts'
import { nearest } from '../scenario/words.ts'
import { ApiError } from '../run/api_error.ts'
import { describe, kind, oxford, spell } from './words.ts'

/**
 * A body checked against its schema, in the service's words; of several mistakes the one that the service told first.
 * @throws ApiError 400
 */
export function validate<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ApiError('not_an_object', { got: kind(body) })
  const result = safeParse(schema, body)
  if (result.success) return result.data
  // Only now, because it costs: what was given and what was expected instead.
  const { error } = safeParse(schema, body, { reportInput: true, error: expected })
  throw told(error!.issues, [])
}

/** What was expected instead, kept in the issue's message: the schema is not in the issue. */
function expected({ inst }: z.core.$ZodRawIssue): string | undefined {
  return inst && 'def' in inst ? describe(inst as unknown as z.ZodType) : undefined
}

/** The error for the first of several mistakes; one that is missing may have come under a name that is nearly its own. */
function told(issues: Issue[], parent: PropertyKey[]): ApiError {
  const issue = first(issues)
  if (!isMissing(issue)) return toError(issue, parent)
  const param = spell([...parent, ...issue.path])
  const name = String(issue.path.at(-1))
  const given = strangers(issues, issue).find((key) => nearest(key, [name]) !== undefined)
  return given === undefined ? new ApiError('missing', { param }) : new ApiError('misspelt', { param, given, name })
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

/** What stands beside a missing field, and is nothing that belongs there. */
function strangers(issues: Issue[], issue: Issue): string[] {
  if (discriminatorOf(issue)) return Object.keys(issueInput(issue)!)
  const object = spell(issue.path.slice(0, -1))
  return issues.flatMap((other) =>
    other.code === 'unrecognized_keys' && spell(other.path) === object ? other.keys : [],
  )
}

function toError(issue: Issue, parent: PropertyKey[]): ApiError {
  const path = [...parent, ...issue.path]
  const param = spell(path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return new ApiError('unknown', { param: spell([...path, issue.keys[0]!]) })
    case 'invalid_union':
      return union(issue, path)
    case 'invalid_value':
      if (typeof issue.input === 'string')
        return new ApiError('wrong_value', { param, value: issue.input, supported: oxford(issue.values, 'and') })
      break
    case 'too_big':
      return tooBig(issue, param)
    case 'too_small':
      return tooSmall(issue, param)
    case 'invalid_format':
      return new ApiError('wrong_pattern', {
        param,
        pattern: String((issue as { pattern?: string }).pattern).replace(/^\/|\/[a-z]*$/g, ''),
      })
    case 'custom': {
      const error = issue.params?.error as ((param: string) => ApiError) | undefined
      if (error) return error(param)
    }
  }
  return new ApiError('wrong_type', { param, expected: issue.message, got: kind(issue.input) })
}

function tooBig(issue: Issue & { code: 'too_big' }, param: string): ApiError {
  const most = Number(issue.maximum)
  if (issue.origin === 'string') return new ApiError('long_string', { param, most, length: String(issue.input).length })
  if (issue.origin === 'array')
    return new ApiError('long_array', { param, most, length: (issue.input as unknown[]).length })
  return new ApiError('large_decimal', { param, most, got: Number(issue.input) })
}

function tooSmall(issue: Issue & { code: 'too_small' }, param: string): ApiError {
  if (issue.origin === 'string') return new ApiError('empty_string', { param })
  if (issue.origin === 'array') return new ApiError('empty_array', { param })
  return new ApiError('small_decimal', { param, least: Number(issue.minimum), got: Number(issue.input) })
}

/** A discriminator that names no branch, or a value that fits none: told about the branch that it was meant for. */
function union(issue: Issue & { code: 'invalid_union' }, path: PropertyKey[]): ApiError {
  const discriminator = discriminatorOf(issue)
  if (discriminator) {
    const given = issueInput(issue)?.[discriminator]
    const param = spell(path)
    const { options = [] } = issue as { options?: unknown[] }
    if (typeof given !== 'string')
      return new ApiError('wrong_type', { param, expected: `one of ${oxford(options, 'or')}`, got: kind(given) })
    return new ApiError('wrong_value', { param, value: given, supported: oxford(options, 'and') })
  }
  const meant = issue.errors.find((branch) => !wrongKind(branch))
  return meant
    ? told(meant, path)
    : new ApiError('wrong_type', { param: spell(path), expected: issue.message, got: kind(issue.input) })
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
