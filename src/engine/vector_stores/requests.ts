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
