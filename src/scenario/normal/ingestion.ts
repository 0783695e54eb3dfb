import { parseWait } from '../durations.ts'
import type { ScenarioFile } from '../format/file.ts'
import type { IngestionLine } from '../ingestion.ts'
import { toTests } from './conditions.ts'
import type { Report } from './report.ts'

/** What one recorded ingestion in two took; the others took none or two seconds. */
export const usualWait = '1s'

/** The ingestions of a scenario in their normal form. */
export function toIngestions(report: Report, list: ScenarioFile['vector_store_files'] = []): IngestionLine[] {
  return list.map(({ filename, times, after, status = 'completed', last_error }, n) => {
    const at = ['vector_store_files', n]
    if (last_error && status !== 'failed') report.add(at, '"last_error" belongs to status: failed', 'last_error')
    if (after !== undefined && status === 'in_progress')
      report.add(at, '"after" has no effect: with status: in_progress the file stays so', 'after')
    if (after?.includes(' to ')) report.add(at, '"after" is one time here, such as 2s', 'after')
    return {
      where: report.where(at),
      filename: filename === undefined ? null : toTests(report, [...at, 'filename'], filename),
      times: times ?? null,
      after: parseWait(after ?? usualWait),
      status,
      last_error: last_error ?? null,
    }
  })
}
