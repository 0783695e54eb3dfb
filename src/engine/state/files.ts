import type { FileObject, VectorStore, VectorStoreFile } from '../../run/file_objects.ts'
import type { Ingestion } from '../../scenario/ingestion.ts'
import { withText } from '../files/documents.ts'
import type { Content } from '../files/storage.ts'
import type { Project } from '../project.ts'
import { reread } from '../vector_stores/ingestion.ts'
import { BatchNode, noFiles, StoreFileNode, VectorStoreNode } from '../vector_stores/nodes.ts'
import type { StoredFile, StoredStoreFile, StoredVectorStore } from './document.ts'

/** The contents of files, by the files' ids: written before anything else, for that takes time. */
export async function contentsOf({ files }: Project, stored: StoredFile[]): Promise<Map<string, Content>> {
  const contents = new Map<string, Content>()
  for (const { id, filename, content = '', content_base64 } of stored) {
    const writer = files.writer()
    await writer.write(content_base64 === undefined ? Buffer.from(content) : Buffer.from(content_base64, 'base64'))
    contents.set(id, await withText(filename, await writer.end()))
  }
  return contents
}

export function loadFile(
  { files }: Project,
  { content: _, content_base64: __, ...given }: StoredFile,
  content: Content,
  now: number,
): void {
  const file: FileObject = {
    object: 'file',
    id: given.id,
    purpose: given.purpose ?? 'assistants',
    filename: given.filename,
    bytes: content.bytes,
    created_at: given.created_at ?? now,
    expires_at: given.expires_at ?? null,
    status: given.status ?? 'processed',
    status_details: given.status_details ?? null,
  }
  files.restore(file, content)
}

/** Its files are there already. */
export function loadVectorStore(project: Project, stored: StoredVectorStore, now: number): void {
  const { files = [], file_ids = [], batches = [], made = 0, ...given } = stored
  const store: VectorStore = {
    id: given.id,
    object: 'vector_store',
    created_at: given.created_at ?? now,
    name: given.name ?? null,
    description: given.description ?? null,
    usage_bytes: given.usage_bytes ?? 0,
    file_counts: given.file_counts ?? { ...noFiles(), completed: file_ids.length, total: file_ids.length },
    status: given.status ?? 'completed',
    expires_after: given.expires_after ?? null,
    expires_at: given.expires_at ?? null,
    last_active_at: given.last_active_at ?? given.created_at ?? now,
    metadata: given.metadata ?? {},
  }
  const node = new VectorStoreNode(store)
  node.made = made
  const going = new Map<StoreFileNode, Ingestion>()
  const all = [...files, ...file_ids.map((id): StoredStoreFile => ({ file: takenIn(id, store) }))]
  const batchOf = new Map<string, BatchNode>()
  for (const { batch, file_ids: ids } of batches) {
    const batchNode = new BatchNode(batch)
    node.batches.set(batchNode)
    for (const id of ids) batchOf.set(id, batchNode)
  }
  for (const { file, ingestion } of all) {
    const upload = project.files.all.get(file.id)!
    const batch = batchOf.get(file.id)
    const fileNode = new StoreFileNode(file, upload, batch)
    reread(fileNode)
    node.files.set(fileNode)
    batch?.files.set(fileNode)
    if (ingestion) going.set(fileNode, ingestion)
  }
  project.vectorStores.restore(node, going)
}

function takenIn(id: string, { id: vector_store_id, created_at }: VectorStore): VectorStoreFile {
  return {
    id,
    object: 'vector_store.file',
    usage_bytes: 0,
    created_at,
    vector_store_id,
    status: 'completed',
    last_error: null,
    chunking_strategy: { type: 'static', static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 } },
    attributes: {},
  }
}
