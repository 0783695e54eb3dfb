import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSse } from '../support/sse.ts'

/** A request as it was sent and the answer it got; a body that is a string is a stream's text. */
export interface Exchange {
  request: {
    method: string
    path: string
    query: string | null
    headers: Record<string, string>
    body: unknown
  }
  response: { status: number; headers: Record<string, string>; body: unknown }
}

export interface Recording {
  /** The file's name with its folder's, without `.json`. */
  name: string
  /** Or why they cannot be read. */
  exchanges: Exchange[] | Error
}

/** All recordings below a folder, sorted by name; undefined if there is no such folder. */
export function loadRecordings(folder: string): Recording[] | undefined {
  if (!existsSync(folder)) return undefined
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .sort()
    .map((path) => ({
      name: path.replace(/\.json$/, '').replaceAll('\\', '/'),
      exchanges: read(join(folder, path)),
    }))
}

function read(path: string): Exchange[] | Error {
  try {
    const exchanges: unknown = JSON.parse(readFileSync(path, 'utf8'))
    const isOne = (each: Partial<Exchange> | null) =>
      typeof each?.request?.method === 'string' &&
      typeof each.request.path === 'string' &&
      typeof each.response?.status === 'number' &&
      [each.request.headers, each.response.headers].every((headers) => typeof headers === 'object' && headers !== null)
    return Array.isArray(exchanges) && exchanges.every(isOne)
      ? (exchanges as Exchange[])
      : new Error('this is no list of { request, response }')
  } catch (error) {
    return error as Error
  }
}

/** An object of the API. */
export interface Recorded {
  id: string
  object: string
  [key: string]: unknown
}

/** Every object with an id that an answer shows, in the order of its text; of a stream, those of all its events. */
export function objectsIn(value: unknown): Recorded[] {
  if (typeof value === 'string' && value.startsWith('event: '))
    return readSse(value).flatMap(({ data }) => objectsIn(data))
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap(objectsIn)
  return 'id' in value && 'object' in value ? [value as Recorded, ...inside] : inside
}

/** `asst`, `file` … */
export const kindOf = (id: string) => /^[a-z]*/.exec(id)![0]

export const idPattern = /\b(?:asst|thread|run|step|msg|call|vs)_[0-9A-Za-z]{24,32}\b|\bfile-[0-9A-Za-z]{22,24}\b/g
