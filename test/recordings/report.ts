import { asOfThen, contradicted, setApart } from './known.ts'
import { type Exchange, loadRecordings, type Recording } from './recording.ts'
import { replay } from './replay.ts'

/** What became of one recording. */
export interface Result {
  recording: string
  /** Requests that were answered as recorded. */
  agree: number
  /** Those that were not, with what differs; what could not be replayed is one of them. */
  disagree: { request: string; differences: string[] }[]
  /** Those that are not counted, and why. */
  apart: { request: string; reason: string }[]
}

/** Replays all recordings below a folder; undefined if there is no such folder. */
export async function parity(folder: string): Promise<Result[] | undefined> {
  const recordings = loadRecordings(folder)
  if (!recordings) return undefined
  const results: Result[] = []
  for (const each of recordings) results.push(await resultOf(each))
  return results
}

/** Replays one recording; a file that is none counts as one request that disagrees. */
export async function resultOf({ name: recording, exchanges }: Recording): Promise<Result> {
  const result: Result = { recording, agree: 0, disagree: [], apart: [] }
  if (exchanges instanceof Error)
    return { ...result, disagree: [{ request: 'the file', differences: [exchanges.message] }] }
  const isApart = (exchange: Exchange) => setApart(exchange) !== undefined
  const apart = exchanges.filter(isApart)
  for (const exchange of apart) result.apart.push({ request: title(exchange), reason: setApart(exchange)! })
  const compared = exchanges.filter((exchange) => !isApart(exchange))
  const outcomes = await replay(compared, apart, asOfThen).catch((error: Error) =>
    compared.map((exchange) => ({ exchange, differences: [`not replayed: ${error.message}`] })),
  )
  for (const { exchange, differences } of outcomes) {
    const known = contradicted.find(
      (each) => each.recording === recording && differences.some((difference) => each.difference.test(difference)),
    )
    if (differences.length === 0) result.agree++
    else if (known && differences.every((each) => known.difference.test(each)))
      result.apart.push({ request: title(exchange), reason: known.reason })
    else result.disagree.push({ request: title(exchange), differences })
  }
  return result
}

const title = ({ request: { method, path } }: Exchange) => `${method} ${path}`

/** The report for people; its last line has the number. */
export function reportOf(results: Result[]): string {
  const lines = results.flatMap(({ recording, agree, disagree, apart }) => [
    `${recording}: ${agree} of ${agree + disagree.length} agree${apart.length > 0 ? `, ${apart.length} apart` : ''}`,
    ...disagree.flatMap(({ request, differences }) => [
      `  ${request}`,
      ...differences.map((difference) => `    ${difference}`),
    ]),
  ])
  const reasons = new Map<string, string[]>()
  for (const { recording, apart } of results)
    for (const { reason } of apart) reasons.set(reason, [...(reasons.get(reason) ?? []), recording])
  const set = [...reasons].map(
    ([reason, recordings]) => `  ${recordings.length} × ${reason}\n    ${[...new Set(recordings)].join(', ')}`,
  )
  const { agree, all } = sum(results)
  return [
    ...lines,
    ...(set.length > 0 ? ['', 'Set apart:', ...set] : []),
    '',
    `${agree} / ${all} exchanges agree`,
  ].join('\n')
}

/** The number: how many exchanges agree, of all that are counted. */
export function sum(results: Result[]): { agree: number; all: number } {
  const agree = results.reduce((n, each) => n + each.agree, 0)
  return { agree, all: agree + results.reduce((n, each) => n + each.disagree.length, 0) }
}
