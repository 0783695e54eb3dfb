import type { VectorStore } from '../../run/file_objects.ts'
import type { Ingestion } from '../../scenario/ingestion.ts'
import type { Clock } from '../clock/clock.ts'
import { Collection } from '../collection.ts'
import type { FileNode, Files } from '../files/files.ts'
import { deriveHex } from '../ids.ts'
import { ApiError } from '../../run/api_error.ts'
import { notFound } from '../not_found.ts'
import type { Tally } from '../tally.ts'
import { begin, type IngestionOf, stop } from './ingestion.ts'
import { BatchNode, noFiles, StoreFileNode, VectorStoreNode } from './nodes.ts'
import { type Attachable, once, strategyOf, type VectorStoreDraft, type VectorStoreRequest } from './requests.ts'
import { StoreIndex } from './search.ts'
import { unsupportedExtension } from './text.ts'

const day = 24 * 60 * 60

/** The vector stores of a project, their files and their batches. */
export class VectorStores {
  readonly all = new Collection<VectorStoreNode>()
  readonly #clock: Clock
  readonly #files: Files
  readonly #salt: () => string
  readonly #made: Tally

  constructor(clock: Clock, files: Files, salt: () => string, made: Tally) {
    this.#clock = clock
    this.#files = files
    this.#salt = salt
    this.#made = made
  }

  /** @throws ApiError */
  get(id: string): VectorStoreNode {
    return this.all.get(id) ?? notFound('vector store', id)
  }

  /** @throws ApiError if one of the files does not exist or cannot be read */
  draft(request: VectorStoreRequest): VectorStoreDraft {
    const { name, description, file_ids, expires_after, chunking_strategy, metadata } = request
    this.#mustBeReadable(file_ids ?? [], 'file_ids')
    const files = (file_ids ?? []).map((file_id) => ({ file_id, chunking_strategy }))
    const now = this.#now()
    const store: VectorStore = {
      id: `vs_${deriveHex(`${this.#salt()}\nvs`, this.#made.count('vector_stores'))}`,
      object: 'vector_store',
      created_at: now,
      name: name ?? null,
      description: description ?? null,
      usage_bytes: 0,
      file_counts: noFiles(),
      status: 'completed',
      expires_after: expires_after ?? null,
      expires_at: null,
      last_active_at: now,
      metadata: metadata ?? {},
    }
    return { node: new VectorStoreNode(store), files }
  }

  /** Makes a draft real. */
  add({ node, files }: VectorStoreDraft, ingestion: IngestionOf): VectorStoreNode {
    this.#made.next('vector_stores')
    this.all.set(node)
    this.#plan(node)
    for (const file of once(files)) this.#attach(node, file, ingestion)
    return node
  }

  /** Puts one back as it was; `going` says how the ingestion of its files goes on. */
  restore(node: VectorStoreNode, going: Map<StoreFileNode, Ingestion>): void {
    this.all.set(node)
    this.#plan(node)
    for (const [file, ingestion] of going) begin(this.#clock, node, file, ingestion, () => this.touch(node))
  }

  modify(node: VectorStoreNode, { name, expires_after, metadata }: Omit<VectorStoreRequest, 'file_ids'>): VectorStore {
    node.store = {
      ...node.store,
      ...(name !== undefined && { name }),
      ...(expires_after !== undefined && { expires_after }),
      ...(metadata !== undefined && { metadata: metadata ?? {} }),
    }
    this.#plan(node)
    return node.store
  }

  /** The files stay, but no longer here. @throws ApiError */
  delete(id: string): void {
    const node = this.all.delete(id) ?? notFound('vector store', id)
    if (node.expiry) this.#clock.cancel(node.expiry)
    this.#stop(node)
  }

  /** @throws ApiError if it cannot take one of these files */
  mustTake(node: VectorStoreNode, file_ids: string[], param = 'file_ids'): void {
    mustBeAlive(node)
    this.#mustBeReadable(file_ids, param)
  }

  /** Attaches a file, or begins anew with one that is attached already. @throws ApiError */
  attach(node: VectorStoreNode, file: Attachable, ingestion: IngestionOf): StoreFileNode {
    this.mustTake(node, [file.file_id], 'file_id')
    this.touch(node)
    return this.#attach(node, file, ingestion)
  }

  /** @throws ApiError */
  attachBatch(node: VectorStoreNode, files: Attachable[], ingestion: IngestionOf): BatchNode {
    this.mustTake(
      node,
      files.map(({ file_id }) => file_id),
    )
    this.touch(node)
    const batch = new BatchNode({
      id: `vsfb_ibj_${deriveHex(`${node.id}\nvsfb`, node.made++)}`,
      object: 'vector_store.file_batch',
      created_at: this.#now(),
      status: 'in_progress',
      vector_store_id: node.id,
      file_counts: noFiles(),
    })
    node.batches.set(batch)
    for (const file of once(files)) this.#attach(node, file, ingestion, batch)
    return batch
  }

  /** What of a batch is still in progress is cancelled at once. */
  cancelBatch({ files }: BatchNode): void {
    for (const file of files) if (file.file.status === 'in_progress') file.end?.('cancelled')
  }

  /** @throws ApiError */
  file(node: VectorStoreNode, id: string): StoreFileNode {
    return node.files.get(id) ?? absent(node, id)
  }

  /** @throws ApiError */
  batch(node: VectorStoreNode, id: string): BatchNode {
    return node.batches.get(id) ?? notFound('vector store file batch', id)
  }

  /** @throws ApiError */
  detach(node: VectorStoreNode, id: string): void {
    const file = node.files.delete(id) ?? absent(node, id)
    const { status, usage_bytes } = file.file
    stop(this.#clock, file)
    node.count(status, null, -usage_bytes)
    file.batch?.files.delete(id)
    if (status === 'in_progress') file.batch?.count('in_progress', 'cancelled')
    StoreIndex.built(node)?.remove(file)
  }

  /** A file is gone: it is in no vector store any more. */
  forget({ id }: FileNode): void {
    for (const node of this.all) if (node.files.get(id)) this.detach(node, id)
  }

  /** A vector store was used: its expiry counts from now. */
  touch(node: VectorStoreNode): void {
    if (node.store.status === 'expired') return
    node.store = { ...node.store, last_active_at: this.#now() }
    this.#plan(node)
  }

  /** Frees what searches have built. */
  close(): void {
    for (const node of this.all) StoreIndex.drop(node)
  }

  #attach(node: VectorStoreNode, request: Attachable, ingestion: IngestionOf, batch?: BatchNode): StoreFileNode {
    const upload = this.#files.get(request.file_id)
    if (node.files.get(upload.id)) this.detach(node, upload.id)
    const file = new StoreFileNode(
      {
        id: upload.id,
        object: 'vector_store.file',
        usage_bytes: 0,
        created_at: this.#now(),
        vector_store_id: node.id,
        status: 'in_progress',
        last_error: null,
        chunking_strategy: strategyOf(request),
        attributes: request.attributes ?? {},
      },
      upload,
      batch,
    )
    node.files.set(file)
    batch?.files.set(file)
    node.count(null, 'in_progress')
    batch?.count(null, 'in_progress')
    begin(this.#clock, node, file, ingestion(file, node), () => this.touch(node))
    return file
  }

  /** @throws ApiError */
  #mustBeReadable(ids: string[], param: string): void {
    const missing = ids.filter((id) => !this.#files.all.get(id))
    if (missing.length > 0) throw new ApiError('files_not_found', { ids: missing })
    const extensions = ids.map((id) => unsupportedExtension(this.#files.get(id).file.filename))
    const unsupported = [...new Set(extensions.filter((extension) => extension !== undefined))]
    if (unsupported.length > 0)
      throw new ApiError('not_for_retrieval', {
        extensions: unsupported.map((extension) => extension || 'none'),
        param,
      })
  }

  /** Plans the expiry anew. */
  #plan(node: VectorStoreNode): void {
    if (node.expiry) this.#clock.cancel(node.expiry)
    node.expiry = undefined
    const { status, expires_after, last_active_at } = node.store
    if (status === 'expired') return
    const expires_at = expires_after && last_active_at! + expires_after.days * day
    node.store = { ...node.store, expires_at }
    if (expires_at === null) return
    node.expiry = this.#clock.at(expires_at * 1000, 'deadline', () => {
      node.expiry = undefined
      node.store = { ...node.store, status: 'expired' }
      // Nobody shall poll for ever.
      for (const file of node.files) file.end?.('cancelled')
      StoreIndex.drop(node)
    })
  }

  #stop(node: VectorStoreNode): void {
    for (const file of node.files) stop(this.#clock, file)
    StoreIndex.drop(node)
  }

  #now(): number {
    return Math.floor(this.#clock.now() / 1000)
  }
}

/** @throws ApiError if the vector store has expired */
export function mustBeAlive({ id, store }: VectorStoreNode): void {
  if (store.status === 'expired') throw new ApiError('vector_store_expired', { id })
}

function absent(node: VectorStoreNode, id: string): never {
  throw new ApiError('not_in_vector_store', { id, store: node.id })
}
