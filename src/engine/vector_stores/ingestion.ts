import type { IngestionError } from '../../run/file_objects.ts'
import { ingestionErrors } from '../../run/last_errors.ts'
import type { Ingestion } from '../../scenario/ingestion.ts'
import type { Clock } from '../clock/clock.ts'
import type { Content } from '../files/storage.ts'
import type { StoreFileNode, VectorStoreNode } from './nodes.ts'
import { StoreIndex } from './search.ts'
import { parse } from './text.ts'

/** How the ingestion of a file goes: as a scenario says, or undefined for the usual way. */
export type IngestionOf = (file: StoreFileNode, node: VectorStoreNode) => Ingestion | undefined

export const asUsual: IngestionOf = () => undefined

/** What one recorded ingestion in two took, in milliseconds; the others took none or two seconds. */
const usual: Ingestion = { after: { ms: 1000 }, status: 'completed', last_error: null }

/** What the service counted for each passage besides its text (recorded: 21 bytes of text were 1045). */
const perPassage = 1024

/** Takes a file in: it is in progress until the clock, or the clients' reads, have got where its script says. `settled` comes last. */
export function begin(
  clock: Clock,
  node: VectorStoreNode,
  file: StoreFileNode,
  ingestion: Ingestion = usual,
  settled: () => void,
): void {
  const { after, status, last_error } = ingestion
  file.ingestion = ingestion
  file.end = (how = status) => {
    stop(clock, file)
    settle(node, file, how, last_error)
    settled()
  }
  if (status === 'in_progress') return
  if ('polls' in after) file.polls = after.polls
  else file.work = clock.at(clock.now() + after.ms, 'work', () => file.end?.())
}

/** A client has read the file, or what contains it: one read less to wait for. */
export function polled(files: Iterable<StoreFileNode>): void {
  for (const file of files) if (file.polls !== undefined && --file.polls <= 0) file.end?.()
}

/** How the ingestion of a file would go on from now; undefined where it has ended. */
export function rest({ ingestion, work, polls }: StoreFileNode, now: number): Ingestion | undefined {
  if (!ingestion) return undefined
  return { ...ingestion, after: polls === undefined ? { ms: work ? work.due - now : 0 } : { polls } }
}

/** Cuts a file that is completed into its passages again. */
export function reread(file: StoreFileNode): void {
  const parsed = parse(file.upload.file.filename, file.upload.content, file.file.chunking_strategy.static)
  if (file.file.status === 'completed' && parsed instanceof Uint32Array) file.cuts = parsed
}

/** Drops what is planned for a file. */
export function stop(clock: Clock, file: StoreFileNode): void {
  if (file.work) clock.cancel(file.work)
  file.work = file.polls = file.ingestion = file.end = undefined
}

function settle(
  node: VectorStoreNode,
  file: StoreFileNode,
  status: Ingestion['status'],
  error: IngestionError | null,
): void {
  if (status !== 'completed')
    return change(node, file, status, status === 'failed' ? (error ?? ingestionErrors.internal) : null, 0)
  const { upload } = file
  const parsed = parse(upload.file.filename, upload.content, file.file.chunking_strategy.static)
  if (!(parsed instanceof Uint32Array)) return change(node, file, 'failed', parsed, 0)
  file.cuts = parsed
  change(node, file, 'completed', null, usage(parsed, textBytes(upload.content)))
  StoreIndex.built(node)?.add(file)
}

function change(
  node: VectorStoreNode,
  file: StoreFileNode,
  status: Ingestion['status'],
  last_error: IngestionError | null,
  usage_bytes: number,
): void {
  file.file = { ...file.file, status, last_error, usage_bytes }
  node.count('in_progress', status, usage_bytes)
  file.batch?.count('in_progress', status)
}

const textBytes = ({ text, bytes }: Content) => (typeof text === 'string' ? Buffer.byteLength(text) : bytes)

/** The text of all passages, overlaps counted twice, and something for each. */
function usage(cuts: Uint32Array, bytes: number): number {
  let characters = 0
  for (let i = 0; i < cuts.length; i += 2) characters += cuts[i + 1]! - cuts[i]!
  const whole = cuts.at(-1) ?? 0
  return Math.round(whole === 0 ? bytes : (bytes * characters) / whole) + perPassage * Math.max(1, cuts.length / 2)
}
