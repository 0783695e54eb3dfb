import { createRequire } from 'node:module'
import { Readable } from 'node:stream'
import type Busboy from 'busboy'
import { type ContentWriter, StorageError } from '../engine/files/storage.ts'
import type { BodyPart } from '../engine/journal/entry.ts'
import { ApiError } from '../run/api_error.ts'
import { brokeOff } from './body.ts'
import type { Exchange } from './exchange.ts'
import { header, incomingOf } from './header.ts'

const require = createRequire(import.meta.url)

export interface Form {
  /** The parts without the name of a file; one that is no text is empty. */
  fields: Map<string, string>
  file: { filename: string; writer: ContentWriter } | undefined
}

/** What a form may hold at most; `bytes` of its file. */
export interface FormLimits {
  bytes: number
}

/**
 * Reads a form with one file, `file`, as it arrives: only a few chunks of it are ever held. Whoever asked ends or aborts the writer.
 * @throws ApiError where it is no form, StorageError where there is no room
 */
export async function readForm(exchange: Exchange, newWriter: () => ContentWriter, limits: FormLimits): Promise<Form> {
  const form: Form = { fields: new Map(), file: undefined }
  const source = body(exchange)
  const parser = open(exchange, limits)
  let written: Promise<void> = Promise.resolve()
  let tooLarge = false
  const parts: BodyPart[] = []
  exchange.entry.body = parts
  parser.on('field', (name, value) => {
    form.fields.set(name, value)
    parts.push({ name, bytes: Buffer.byteLength(value), value })
  })
  parser.on('file', (name, stream, { filename, mimeType }) => {
    stream.on('error', () => {})
    if (name !== 'file' || form.file) return void stream.resume()
    const part: BodyPart = { name, ...(filename && { filename }), content_type: mimeType, bytes: 0 }
    parts.push(part)
    if (!filename) {
      form.fields.set(name, '')
      return void stream.on('data', (chunk: Uint8Array) => (part.bytes += chunk.length))
    }
    const writer = newWriter()
    form.file = { filename, writer }
    written = (async () => {
      try {
        for await (const chunk of stream) {
          await writer.write(chunk as Uint8Array)
          part.bytes = writer.bytes
        }
        tooLarge = (stream as { truncated?: boolean }).truncated === true
      } catch (error) {
        parser.destroy(error as Error)
        throw error
      }
    })()
    written.catch(() => {})
  })
  try {
    await parsed(source, parser)
    await written
    if (tooLarge) throw new ApiError('file_too_large')
    return form
  } catch (error) {
    await written.catch(() => {})
    await form.file?.writer.abort()
    throw error
  }
}

function open({ context }: Exchange, { bytes }: FormLimits): Busboy.Busboy {
  const busboy = require('busboy') as typeof Busboy
  const type = header(context, 'content-type')
  if (!type || !/^\s*multipart\/form-data\b/i.test(type)) throw new ApiError('not_multipart')
  try {
    return busboy({
      headers: { 'content-type': type },
      defParamCharset: 'utf8',
      preservePath: true,
      limits: { fileSize: bytes + 1, files: 1, fields: 20, fieldSize: 4096, parts: 24 },
    })
  } catch {
    throw new ApiError('not_multipart')
  }
}

/** Straight from the socket where there is one. */
function body({ context }: Exchange): Readable {
  const incoming = incomingOf(context)
  if (incoming) return incoming
  const stream = context.req.raw.body
  return stream ? Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]) : Readable.from([])
}

/** Resolves when the whole form was read; what is no form rejects with the service's words, one that broke off with ours. */
function parsed(source: Readable, parser: Busboy.Busboy): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      source.unpipe(parser)
      source.resume()
      reject(error)
    }
    parser.once('close', () => resolve())
    // Of each part that is malformed.
    parser.on('error', (error) => fail(error instanceof StorageError ? error : new ApiError('not_multipart')))
    source.once('error', () => {
      parser.destroy()
      fail(brokeOff())
    })
    source.pipe(parser)
  })
}
