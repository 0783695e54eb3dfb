import type { LineMapping } from '../format/file.ts'
import type { Call, SearchResult } from '../scenario.ts'
import type { Path } from '../yaml.ts'
import type { Report } from './report.ts'

type CallFile = NonNullable<LineMapping['tool_calls']>[number]

/** The calls of a tool_calls line in their normal form; null where the emulator is to choose them. */
export function toCalls(report: Report, path: Path, calls: CallFile[] | null | undefined): Call[] | null {
  if (!calls) return null
  report.templates(path, calls)
  return calls.flatMap((call, n) => toCall(report, [...path, n], typeof call === 'string' ? { [call]: null } : call))
}

function toCall(report: Report, path: Path, call: Exclude<CallFile, string>): Call[] {
  const kinds = Object.keys(call)
  if (kinds.length !== 1)
    report.add(
      path,
      `one call an item: function, code_interpreter or file_search${kinds.length > 1 ? `; this has ${kinds.join(' and ')}` : ''}`,
    )
  if (call.function !== undefined) {
    const { name, arguments: args } = typeof call.function === 'string' ? { name: call.function } : call.function
    return [{ type: 'function', name, arguments: args ?? null }]
  }
  if (call.code_interpreter !== undefined) {
    const { input, outputs } =
      typeof call.code_interpreter === 'string' ? { input: call.code_interpreter } : (call.code_interpreter ?? {})
    const typed = (outputs ?? []).map((output) =>
      'logs' in output
        ? ({ type: 'logs', logs: output.logs } as const)
        : ({ type: 'image', image: output.image } as const),
    )
    return [{ type: 'code_interpreter', input: input ?? null, outputs: typed }]
  }
  if (call.file_search === undefined) return []
  const { results, ranking_options } = call.file_search ?? {}
  const found = results?.map(({ file_name, file_id, score, text }): SearchResult => ({
    file_name,
    file_id: file_id ?? null,
    score: score ?? 0.75,
    text: text ?? '',
  }))
  return [{ type: 'file_search', results: found ?? null, ...(ranking_options && { ranking_options }) }]
}
