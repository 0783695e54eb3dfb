import type { Exchange } from './recording.ts'

/** An exchange in any of the forms in which recorders write it. */
export interface Written {
  request: { method: string; path: string; query?: unknown; headers?: object | null; body?: unknown }
  response: { status: number; headers?: object | null; body?: unknown }
}

export function isWritten(value: unknown): value is Written {
  const { request, response } = (value ?? {}) as Partial<Written>
  return (
    typeof request?.method === 'string' &&
    typeof request.path === 'string' &&
    typeof response?.status === 'number' &&
    [request.headers, response.headers].every((headers) => typeof (headers ?? {}) === 'object')
  )
}

export function exchangeOf({ request, response }: Written): Exchange {
  const [path, query] = request.path.split('?') as [string, string | undefined]
  return {
    request: {
      method: request.method.toUpperCase(),
      path,
      query: queryOf(request.query) ?? queryOf(query),
      headers: headersOf(request.headers),
      body: bodyOf(request.body),
    },
    response: {
      status: response.status,
      headers: headersOf(response.headers),
      body: bodyOf(response.body),
    },
  }
}

/** A text, with a question mark or without, or an object of parameters, whose values may be lists. */
function queryOf(query: unknown): string | null {
  const text = typeof query === 'string' ? query : new URLSearchParams(pairs(query ?? {})).toString()
  return text.replace(/^\?/, '') === '' ? null : `?${text.replace(/^\?/, '')}`
}

/** Of a header that was sent several times, the first. */
function headersOf(headers: object | null | undefined): Record<string, string> {
  return Object.fromEntries(
    pairs(headers ?? {})
      .reverse()
      .map(([name, value]) => [name.toLowerCase(), value]),
  )
}

const pairs = (object: object): [string, string][] =>
  Object.entries(object).flatMap(([name, value]) =>
    [value as unknown].flat().map((each): [string, string] => [name, String(each)]),
  )

/** What was kept as JSON's text is JSON. */
function bodyOf(body: unknown): unknown {
  if (body === undefined || body === '') return null
  if (typeof body !== 'string' || !/^\s*[[{]/.test(body)) return body
  try {
    return JSON.parse(body) as unknown
  } catch {
    return body
  }
}
