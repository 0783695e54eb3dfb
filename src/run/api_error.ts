import type { Row } from './error_row.ts'
import { type ErrorName, errors } from './errors.ts'

/** The words in braces of a text. */
type Braced<Text> = Text extends `${string}{${infer Word}}${infer Rest}` ? Word | Braced<Rest> : never
type Open<Name extends ErrorName> =
  | Braced<(typeof errors)[Name]['message']>
  | ((typeof errors)[Name] extends { param: infer Param } ? Braced<Param> : never)
type Word = string | number | readonly string[]
/** What an error leaves open. */
type Words<Name extends ErrorName> = [Open<Name>] extends [never] ? [] : [words: Record<Open<Name>, Word>]

/** What the emulated service refuses, and with which of its errors. */
export class ApiError<Name extends ErrorName = ErrorName> extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly headers: Record<string, string>
  /** The envelope: all four keys, always. */
  readonly body: {
    error: { message: string; type: string; param: string | null; code: string | null }
    detail?: object
  }

  /** Lists among the words are joined with commas. */
  constructor(error: Name, ...[words]: Words<Name>) {
    const row: Row = errors[error]
    const message = fill(row.message, words)
    super(message)
    const { status = 400, type = 'invalid_request_error', code = null, headers = {}, repeats } = row
    const param = row.param ?? (row.message.includes('{param}') ? '{param}' : null)
    this.status = status
    this.headers = headers
    // The body as a whole has no name.
    this.body = { error: { message, type, param: (param && fill(param, words)) || null, code } }
    if (repeats) this.body.detail = { message, code }
  }
}

function fill(text: string, words: Partial<Record<string, Word>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, word: string) => {
    const value = words[word]!
    return typeof value === 'object' ? value.join(', ') : String(value)
  })
}
