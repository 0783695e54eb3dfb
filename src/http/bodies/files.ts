import { extname } from 'node:path'
import { type UploadPurpose, uploadPurposes } from '../../run/file_objects.ts'
import { fileErrors } from '../file_errors.ts'
import type { Form } from '../multipart.ts'

const MiB = 2 ** 20

/** Bytes of a file at most; for `batch` it is less. */
export const mostBytes = 512 * MiB
const mostBatchBytes = 200 * MiB
const mostSeconds = 30 * 24 * 60 * 60

/** What an upload asks for, checked. @throws ApiError */
export function uploadOf({ fields, file }: Form): {
  filename: string
  purpose: UploadPurpose
  expires_after: number | null
} {
  const { purpose, anchor, seconds, ...rest } = named(fields)
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw fileErrors.unexpected(unknown)
  if (!file) throw fileErrors.missing('file')
  if (purpose === undefined) throw fileErrors.missing('purpose')
  if (!isPurpose(purpose)) throw fileErrors.purpose(purpose)
  const { filename, writer } = file
  if (writer.bytes === 0) throw fileErrors.empty()
  if (purpose === 'batch' && writer.bytes > mostBatchBytes) throw fileErrors.tooLarge()
  const api = lineApis[purpose]
  if (api && extname(filename) !== '.jsonl') throw fileErrors.notJsonLines(api)
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
  if (anchor === undefined) throw fileErrors.missing('anchor')
  if (seconds === undefined) throw fileErrors.missing('seconds')
  if (anchor !== 'created_at') throw fileErrors.anchor(anchor)
  const given = Number(seconds)
  if (!Number.isInteger(given)) throw fileErrors.seconds(`'${seconds}' is not of type 'integer'`)
  if (given < 3600) throw fileErrors.seconds(`${given} is less than the minimum of 3600`)
  if (given > mostSeconds) throw fileErrors.seconds(`${given} is greater than the maximum of ${mostSeconds}`)
  return given
}
