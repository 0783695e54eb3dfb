import type {
  FileCounts,
  IngestionStatus,
  VectorStore,
  VectorStoreFile,
  VectorStoreFileBatch,
} from '../../run/file_objects.ts'
import type { Ingestion } from '../../scenario/ingestion.ts'
import type { Planned } from '../clock/clock.ts'
import { Collection } from '../collection.ts'
import type { FileNode } from '../files/files.ts'
import type { Cuts } from './text.ts'

/** A vector store with its files; what the object says of them is counted here. */
export class VectorStoreNode {
  store: VectorStore
  readonly files = new Collection<StoreFileNode>()
  readonly batches = new Collection<BatchNode>()
  expiry: Planned | undefined
  /** How many batches were ever made here: ids are counted, not drawn. */
  made = 0

  constructor(store: VectorStore) {
    this.store = store
  }

  get id(): string {
    return this.store.id
  }

  /** A file is counted in another status: `from` where it was not counted, `to` where it is no longer. */
  count(from: IngestionStatus | null, to: IngestionStatus | null, bytes = 0): void {
    const file_counts = moved(this.store.file_counts, from, to)
    const status =
      this.store.status === 'expired' ? 'expired' : file_counts.in_progress > 0 ? 'in_progress' : 'completed'
    this.store = { ...this.store, usage_bytes: this.store.usage_bytes + bytes, file_counts, status }
  }
}

/** A file in a vector store. */
export class StoreFileNode {
  file: VectorStoreFile
  readonly upload: FileNode
  readonly batch: BatchNode | undefined
  /** Its passages, once it is completed. */
  cuts: Cuts | undefined
  /** What ends its ingestion. */
  work: Planned | undefined
  /** How many more reads it stays in progress for, where a script counts reads. */
  polls: number | undefined
  /** How its ingestion was to go. */
  ingestion: Ingestion | undefined
  /** Ends its ingestion now, as planned or with another status; undefined once it has ended. */
  end: ((how?: IngestionStatus) => void) | undefined

  constructor(file: VectorStoreFile, upload: FileNode, batch: BatchNode | undefined) {
    this.file = file
    this.upload = upload
    this.batch = batch
  }

  get id(): string {
    return this.file.id
  }
}

/** Files that were attached together. */
export class BatchNode {
  batch: VectorStoreFileBatch
  readonly files = new Collection<StoreFileNode>()

  constructor(batch: VectorStoreFileBatch) {
    this.batch = batch
  }

  get id(): string {
    return this.batch.id
  }

  count(from: IngestionStatus | null, to: IngestionStatus | null): void {
    const file_counts = moved(this.batch.file_counts, from, to)
    this.batch = { ...this.batch, file_counts, status: batchStatus(file_counts) }
  }
}

export function noFiles(): FileCounts {
  return { in_progress: 0, completed: 0, failed: 0, cancelled: 0, total: 0 }
}

function moved(counts: FileCounts, from: IngestionStatus | null, to: IngestionStatus | null): FileCounts {
  const after = { ...counts, total: counts.total + (to ? 1 : 0) - (from ? 1 : 0) }
  if (from) after[from]--
  if (to) after[to]++
  return after
}

/** Failed only if all files failed: poll helpers tell clients to look at the counts for the rest. */
function batchStatus({ in_progress, failed, cancelled, total }: FileCounts): IngestionStatus {
  if (in_progress > 0) return 'in_progress'
  if (cancelled > 0) return 'cancelled'
  return failed > 0 && failed === total ? 'failed' : 'completed'
}
