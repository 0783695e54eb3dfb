import type { Run } from '../../run/objects.ts'
import { Numbers } from '../numbers.ts'
import type { Ending, Entry, Piece } from './entry.ts'
import type { Journal } from './journal.ts'
import { maskData } from './mask.ts'
import { type JournalEntry, type JournalEvent, json, view } from './view.ts'

/** A journal as plain data: what it shows, so that secrets are masked, and what else it is asked for. No wall-clock times (decisions 9). */
export interface StoredJournal {
  /** How many requests there ever were. */
  n: number
  /** How many of them had been made when it was last cleared. */
  cleared: number
  /** Runs as answers told them. */
  runs: Run[]
  /** Oldest first. */
  entries: StoredEntry[]
}

export interface StoredEntry extends Omit<JournalEntry, 'project' | 'run' | 'response' | `wall_${string}`> {
  response: Omit<NonNullable<JournalEntry['response']>, 'ended' | 'ended_at' | `wall_${string}`> | null
  /** `next`: see entry.ts. */
  ended: { at: string; how: Ending; next: number } | null
  /** Which of the `runs`. */
  run: number | null
}

/** With `entries: false` it has forgotten what there was, but not that there was something. */
export function saveJournal(journal: Journal, { entries = true } = {}): StoredJournal {
  const all = entries ? [...journal] : []
  const runs = new Numbers<Run>()
  const stored = all.map((entry, at) => saveEntry(entry, nextAfter(all, at, journal.n), runs))
  return { n: journal.n, cleared: journal.cleared, runs: maskData(runs.all) as Run[], entries: stored }
}

export function loadJournal(journal: Journal, { n, cleared, runs, entries }: StoredJournal, project: string): void {
  journal.restore(
    n,
    cleared,
    entries.map((entry) => loadEntry(entry, project, runs)),
  )
}

function saveEntry(entry: Entry, next: number, runs: Numbers<Run>): StoredEntry {
  const { project: _, run: __, response, ...shown } = view(entry, { wall_ms: false })
  return {
    ...shown,
    response: response && withoutEnd(response),
    ended: entry.ended ? { at: new Date(entry.ended.at).toISOString(), how: entry.ended.how, next } : null,
    run: entry.run ? runs.of(entry.run) : null,
  }
}

function withoutEnd({ ended: _, ended_at: __, ...response }: NonNullable<JournalEntry['response']>) {
  return response
}

/** The number of the first request that was sent after the answer at this place had ended, or would be. */
function nextAfter(entries: Entry[], at: number, last: number): number {
  const { ended } = entries[at]!
  if (!ended || ended.next !== undefined) return ended?.next ?? 0
  for (let later = at + 1; later < entries.length; later++)
    if (entries[later]!.wall >= ended.wall) return entries[later]!.n
  return last + 1
}

function loadEntry({ request, response, ended, ...stored }: StoredEntry, project: string, runs: Run[]): Entry {
  return {
    n: stored.n,
    project,
    request_id: stored.request_id,
    method: request.method,
    url: request.path + search(request.query),
    route: stored.route ?? undefined,
    at: Date.parse(stored.at),
    wall: Number.NaN,
    byHand: 0,
    headers: Object.entries(request.headers).flat(),
    body: textOf(request.body),
    status: response?.status ?? 0,
    responseHeaders: response?.headers,
    responseBody: textOf(response?.body),
    pieces: response?.events?.map(pieceOf),
    ended: ended ? { ...ended, at: Date.parse(ended.at), wall: Number.NaN, byHand: 0 } : undefined,
    scenario: stored.scenario ?? undefined,
    chosen_by: stored.chosen_by ?? undefined,
    unmatched: stored.unmatched,
    faults: stored.faults,
    run: stored.run === null ? undefined : runs[stored.run],
  }
}

function search(query: JournalEntry['request']['query']): string {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  )
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''
}

/** What is read as this value. */
function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined
  return typeof value === 'string' && json(value) === value ? value : JSON.stringify(value)
}

/** What is read as this event. */
function pieceOf({ event, data, at }: JournalEvent): Piece {
  const text = textOf(data) ?? 'null'
  const lines = [`event: ${event}`, ...text.split('\n').map((line) => `data: ${line}`)]
  return { at: Date.parse(at), wall: Number.NaN, data: `${lines.join('\n')}\n\n` }
}
