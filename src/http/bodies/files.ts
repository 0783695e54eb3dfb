import { extname } from 'node:path'
import { type UploadPurpose, uploadPurposes } from '../../run/file_objects.ts'
import { ApiError } from '../../run/api_error.ts'
import type { Form } from '../multipart.ts'
import { integerOf } from '../words.ts'

/** Bytes of a file for batches at most. */
const mostBatchBytes = 200 * 2 ** 20
const mostSeconds = 30 * 24 * 60 * 60

/** What an upload asks for, checked. @throws ApiError */
export function uploadOf({ fields, file }: Form): {
  filename: string
  purpose: UploadPurpose
  expires_after: number | null
} {
  const { file: nameless, purpose, anchor, seconds, ...rest } = named(fields)
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw new ApiError('unexpected_part', { name: unknown })
  if (!file && nameless === undefined) throw new ApiError('missing_part', { name: 'file' })
  if (purpose === undefined) throw new ApiError('missing_part', { name: 'purpose' })
  if (!isPurpose(purpose))
    throw new ApiError('unknown_purpose', { given: purpose, purposes: uploadPurposes.map((each) => `'${each}'`) })
  if (!file) throw new ApiError('file_without_name')
  const { filename, writer } = file
  if (writer.bytes === 0) throw new ApiError('empty_file')
  if (purpose === 'batch' && writer.bytes > mostBatchBytes) throw new ApiError('file_too_large')
  const api = lineApis[purpose]
  if (api && extname(filename) !== '.jsonl') throw new ApiError('not_json_lines', { api })
  const expires_after = expiry(anchor, seconds) ?? (purpose === 'batch' ? mostSeconds : null)
  return { filename, purpose, expires_after }
}

const lineApis: Partial<Record<UploadPurpose, string>> = { batch: 'Batch API', 'fine-tune': 'Fine-Tuning API' }

const nested = new Map([
  ['expires_after[anchor]', 'anchor'],
  ['expires_after[seconds]', 'seconds'],
])

function named(fields: Map<string, string>): Record<string, string | undefined> {
  return Object.fromEntries([...fields].map(([name, value]) => [nested.get(name) ?? name, value]))
}

function isPurpose(purpose: string): purpose is UploadPurpose {
  return uploadPurposes.some((known) => known === purpose)
}

function expiry(anchor: string | undefined, seconds: string | undefined): number | undefined {
  if (anchor === undefined && seconds === undefined) return undefined
  if (anchor === undefined) throw new ApiError('missing_part', { name: 'anchor' })
  if (seconds === undefined) throw new ApiError('missing_part', { name: 'seconds' })
  if (anchor !== 'created_at') throw new ApiError('unknown_anchor', { given: anchor })
  const given = integerOf(seconds)
  if (given === undefined) throw new ApiError('wrong_seconds', { why: `'${seconds}' is not of type 'integer'` })
  if (given < 3600) throw new ApiError('wrong_seconds', { why: `${given} is less than the minimum of 3600` })
  if (given > mostSeconds)
    throw new ApiError('wrong_seconds', { why: `${given} is greater than the maximum of ${mostSeconds}` })
  return given
}
