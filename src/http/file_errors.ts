import type { RefusedReason } from '../engine/refused.ts'
import { uploadPurposes } from '../run/file_objects.ts'
import { ApiError } from './errors.ts'

/**
 * What the service answered about files and vector stores, in its own words; where each was seen, and which are guesses, stands in
 * docs/choices.md.
 */

/** The Files API repeats its message in a second key (recorded 2026-05). */
class FilesError extends ApiError {
  override get body() {
    const { message, code } = this
    return { ...super.body, detail: { message, code } }
  }
}

const filesError = (message: string, param: string | null = null, status = 400) =>
  new FilesError(status, message, { param })
const bad = (message: string, param: string | null = null, code: string | null = null) =>
  new ApiError(400, message, { param, code })

export const fileErrors = {
  exclusive: (one: string, other: string) =>
    bad(
      `Mutually exclusive parameters: '${one}'. Ensure you are only providing one of: '${one}' or '${other}'.`,
      one,
      'mutually_exclusive_parameters',
    ),

  // Uploads: checked by a JSON schema, in that library's words
  notMultipart: () => filesError('Could not parse multipart form'),
  missing: (name: string) => filesError(`'${name}' is a required property`),
  unexpected: (name: string) => filesError(`Additional properties are not allowed ('${name}' was unexpected)`),
  purpose: (given: string) =>
    filesError(
      `'${given}' is not one of [${uploadPurposes.map((purpose) => `'${purpose}'`).join(', ')}] - 'purpose'`,
      'purpose',
    ),
  anchor: (given: string) =>
    filesError(`'${given}' is not one of ['created_at'] - 'expires_after.anchor'`, 'expires_after.anchor'),
  seconds: (why: string) => filesError(`${why} - 'expires_after.seconds'`, 'expires_after.seconds'),
  empty: () => filesError('File is empty.'),
  tooLarge: () => filesError('413: The data value transmitted exceeds the capacity limit.', null, 413),
  notJsonLines: (api: string) => filesError(`Invalid file format for ${api}. Must be .jsonl`),

  refused: (reason: FileReason): ApiError => {
    switch (reason.kind) {
      case 'not_found':
        return filesError(`No such File object: ${reason.id}`, 'id', 404)
      case 'files_not_found':
        return new ApiError(404, `Files [${reason.ids.join(', ')}] were not found`)
      case 'not_in_vector_store':
        return new ApiError(404, `No file found with id '${reason.id}' in vector store '${reason.store}'.`)
      case 'not_for_retrieval':
        return bad(
          `Files with extensions [${reason.extensions.map((extension) => extension || 'none').join(', ')}] are not supported for retrieval. See https://platform.openai.com/docs/assistants/tools/file-search/supported-files`,
          reason.param,
          'unsupported_file',
        )
      case 'not_an_image':
        return bad(
          `Invalid message content: Expected file type to be a supported format: ${reason.supported.join(', ')} but got ${reason.extension || 'none'}.`,
        )
      case 'vector_store_expired':
        return bad(`Vector store '${reason.id}' has expired.`)
      case 'download':
        return filesError(`Not allowed to download files of purpose: ${reason.purpose}`)
    }
  },
}

export type FileReason =
  | (Extract<RefusedReason, { kind: 'not_found' }> & { object: 'file' })
  | Extract<
      RefusedReason,
      {
        kind:
          | 'files_not_found'
          | 'not_in_vector_store'
          | 'not_for_retrieval'
          | 'not_an_image'
          | 'vector_store_expired'
          | 'download'
      }
    >

/** Whether something was refused for a file's or a vector store's sake. */
export function isFileReason(reason: RefusedReason): reason is FileReason {
  switch (reason.kind) {
    case 'not_found':
      return reason.object === 'file'
    case 'locked':
    case 'update':
    case 'invalid_thread':
      return false
    default:
      return true
  }
}
