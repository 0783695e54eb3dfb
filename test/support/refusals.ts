import { expect, it } from 'vitest'
import { wire } from './wire.ts'

/** One body that is wrong, and the error it gets. */
export type Case = [what: string, body: unknown, error: { message: string; param: string | null; code: string | null }]

export const missing = (param: string) => ({
  message: `Missing required parameter: '${param}'.`,
  param,
  code: 'missing_required_parameter',
})
export const unknown = (param: string) => ({
  message: `Unknown parameter: '${param}'.`,
  param,
  code: 'unknown_parameter',
})
export const type = (param: string, expected: string, got: string) => ({
  message: `Invalid type for '${param}': expected ${expected}, but got ${got} instead.`,
  param,
  code: 'invalid_type',
})
export const value = (param: string, got: string, supported: string) => ({
  message: `Invalid value: '${got}'. Supported values are: ${supported}.`,
  param,
  code: 'invalid_value',
})
export const below = (param: string, kind: string, least: number, got: number) => ({
  message: `Invalid '${param}': ${kind} below minimum value. Expected a value >= ${least}, but got ${got} instead.`,
  param,
  code: `${kind}_below_min_value`,
})
export const above = (param: string, kind: string, most: number, got: number) => ({
  message: `Invalid '${param}': ${kind} above maximum value. Expected a value <= ${most}, but got ${got} instead.`,
  param,
  code: `${kind}_above_max_value`,
})
export const tooLong = (param: string, most: number, length: number) => ({
  message: `Invalid '${param}': string too long. Expected a string with maximum length ${most}, but got a string with length ${length} instead.`,
  param,
  code: 'string_above_max_length',
})
export const tooMany = (param: string, most: number, length: number) => ({
  message: `Invalid '${param}': array too long. Expected an array with maximum length ${most}, but got an array with length ${length} instead.`,
  param,
  code: 'array_above_max_length',
})
export const emptyArray = (param: string) => ({
  message: `Invalid '${param}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
  param,
  code: 'empty_array',
})
export const wrongId = (param: string, id: string, prefix: string) => ({
  message: `Invalid '${param}': '${id}'. Expected an ID that begins with '${prefix}'.`,
  param,
  code: 'invalid_value',
})

export const wrongUrl = (param: string) => ({
  message: `Invalid '${param}'. Expected a valid URL, but got a value with an invalid format.`,
  param,
  code: 'invalid_value',
})
export const misspelt = (param: string, given: string, name: string) => ({
  message: `Missing required parameter: '${param}'. You provided '${given}', did you mean to provide '${name}'?`,
  param,
  code: 'missing_required_parameter',
})

export function refuses(path: string, cases: Case[]) {
  it.each(cases)('%s', async (_, body, error) => {
    const { post } = wire()
    const reply = await post(path, body)
    expect(reply.body).toEqual({ error: { type: 'invalid_request_error', ...error } })
    expect(reply.status).toBe(400)
    expect(Object.keys(reply.body.error)).toEqual(['message', 'type', 'param', 'code'])
  })
}

export const user = { role: 'user', content: 'Hi' }
export const pairs = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, 'v']))
export const long = (length: number) => 'x'.repeat(length)
