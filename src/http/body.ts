import type { Context } from 'hono'
import { ApiError } from '../run/api_error.ts'
import { isDeeper } from '../scenario/depth.ts'
import { EmulatorError } from './emulator_error.ts'
import { header, incomingOf } from './header.ts'

/** A state holds what was sent some levels down, and must be readable too. */
const mostLevels = 100

interface Reading {
  /** The most bytes that are read. */
  most: number
  /** Told the text, for the journal. */
  seen: (text: string) => void
}

/**
 * A request's body as data; none at all and `null` are an empty object.
 * @throws ApiError for another content type than JSON, too many bytes, or what is no JSON; EmulatorError where it is nested too deeply
 */
export async function readJson(context: Context, { most, seen }: Reading): Promise<unknown> {
  const { req } = context
  const type = header(context, 'content-type')
  const declared = Number(header(context, 'content-length') ?? 0)
  if (declared > 0) mustBeJson(type)
  mustBeAtMost(most, declared)
  const text = await (incomingOf(context) && declared === 0 ? counted(req.raw.body, most) : req.text()).catch(
    mustHaveArrived,
  )
  seen(text)
  if (text.trim() === '') return {}
  if (declared === 0) mustBeJson(type)
  if (text.length * 3 > most) mustBeAtMost(most, Buffer.byteLength(text))
  const data = parsed(text)
  if (text.length > 2 * mostLevels && isDeeper(data, mostLevels))
    throw new EmulatorError('body_too_deep', `The body is nested more than ${mostLevels} levels deep.`)
  return data ?? {}
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError('not_json')
  }
}

function mustBeJson(type: string | undefined): void {
  if (type !== undefined && !/^\s*application\/json\s*(?:;|$)/i.test(type))
    throw new ApiError('wrong_content_type', { given: type })
}

function mustBeAtMost(most: number, bytes: number): void {
  if (bytes > most) throw new ApiError('body_too_large', { most, bytes })
}

/** The client left or broke off while its body was read. */
export function brokeOff(): EmulatorError {
  return new EmulatorError('incomplete_body', 'The body of the request broke off.')
}

function mustHaveArrived(error: unknown): never {
  throw error instanceof ApiError ? error : brokeOff()
}

/** A body that does not say how long it is, read no further than allowed. */
async function counted(body: ReadableStream<Uint8Array> | null, most: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    mustBeAtMost(most, bytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
