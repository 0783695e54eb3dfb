import type { LineMapping } from '../format/file.ts'
import type { StatusLine } from '../scenario.ts'
import type { Path } from '../yaml.ts'
import type { Report } from './report.ts'

/** A status with its reason in their normal form, wherever they stand: as a line, or inside of a message. */
export function toStatus(
  report: Report,
  path: Path,
  { status, last_error, incomplete_details }: Partial<LineMapping>,
): StatusLine {
  if (last_error && status !== 'failed') report.add(path, '"last_error" belongs to status: failed', 'last_error')
  if (incomplete_details && status !== 'incomplete')
    report.add(path, '"incomplete_details" belongs to status: incomplete', 'incomplete_details')
  report.templates([...path, 'last_error'], last_error)
  report.templates([...path, 'incomplete_details'], incomplete_details)
  return {
    do: 'status',
    status: status!,
    ...(last_error && { last_error }),
    ...(incomplete_details && { incomplete_details }),
  }
}
