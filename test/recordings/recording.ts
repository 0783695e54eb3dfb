import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSse } from '../support/sse.ts'
import { exchangeOf, isWritten } from './forms.ts'

/** A request as it was sent and the answer it got; a body that is a string is a text that is not JSON, such as a stream's. */
export interface Exchange {
  request: {
    method: string
    path: string
    /** With its question mark. */
    query: string | null
    /** By names in lower case. */
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
    const exchanges: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
    return Array.isArray(exchanges) && exchanges.every(isWritten)
      ? exchanges.map(exchangeOf)
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

/** What is left of an object that was deleted. */
export const isGone = ({ object, deleted }: Recorded) => deleted === true || object.endsWith('.deleted')

/** Every object with an id that an answer shows, in the order of its text; of a stream, those of all its events. */
export function objectsIn(value: unknown): Recorded[] {
  if (typeof value === 'string') return eventsOf(value).flatMap(objectsIn)
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap(objectsIn)
  const { id, object } = value as Partial<Recorded>
  return typeof id === 'string' && typeof object === 'string' ? [value as Recorded, ...inside] : inside
}

function eventsOf(text: string): unknown[] {
  try {
    return text.startsWith('event: ') ? readSse(text).map(({ data }) => data) : []
  } catch {
    // The exchange with this stream will tell that it cannot be read.
    return []
  }
}

/** The objects of an answer, oldest first: pages show the newest first unless asked otherwise. */
export function oldestFirst({ request, response }: Exchange): Recorded[] {
  const { object, data } = (response.body ?? {}) as { object?: string; data?: unknown[] }
  if (object !== 'list' || !Array.isArray(data)) return objectsIn(response.body)
  const asc = new URLSearchParams(request.query ?? '').get('order') === 'asc'
  return (asc ? data : data.toReversed()).flatMap(objectsIn)
}

/** `asst`, `file` … */
export const kindOf = (id: string) => /^[a-z]*/.exec(id)![0]

export const idPattern =
  /\b(?:asst|thread|run|step|msg|call|vs|vsfb|vsfb_ibj)_[0-9A-Za-z]{24,32}\b|\bfile-[0-9A-Za-z]{22,24}\b/g
