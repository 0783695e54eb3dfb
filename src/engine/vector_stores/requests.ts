import type { Attributes, ChunkingStrategy, VectorStoreExpiry } from '../../run/file_objects.ts'
import type { Metadata } from '../../run/objects.ts'
import type { VectorStoreNode } from './nodes.ts'

export type ChunkingRequest = { type: 'auto' } | ChunkingStrategy

/** A file to attach. */
export interface Attachable {
  file_id: string
  chunking_strategy?: ChunkingRequest | null | undefined
  attributes?: Attributes | null | undefined
}

export interface VectorStoreRequest {
  name?: string | null | undefined
  description?: string | null | undefined
  file_ids?: string[] | null | undefined
  expires_after?: VectorStoreExpiry | null | undefined
  chunking_strategy?: ChunkingRequest | null | undefined
  metadata?: Metadata | null | undefined
}

/** A vector store as it will be, with what is to be attached to it; nothing is stored yet. */
export interface VectorStoreDraft {
  node: VectorStoreNode
  files: Attachable[]
}

/** Each file once, however often it is named. */
export function once(files: Attachable[]): Iterable<Attachable> {
  return new Map(files.map((file) => [file.file_id, file])).values()
}

/** What `auto` came to (recorded). */
const auto: ChunkingStrategy = { type: 'static', static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 } }

export function strategyOf({ chunking_strategy: asked }: Attachable): ChunkingStrategy {
  return asked?.type === 'static' ? asked : auto
}
