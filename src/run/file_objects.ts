/**
 * Files and vector stores as they are stored: the API's own words, every key in the order in which the service printed them.
 * Sources: recordings/openai-dotnet/FileSearchStreamingWorks.json and the same project's recordings of files and vector stores
 * (2025-09 to 2026-05); see docs/choices.md. Times are Unix seconds.
 */
import type { Metadata } from './objects.ts'

export const uploadPurposes = ['fine-tune', 'assistants', 'batch', 'user_data', 'vision', 'evals'] as const
export type UploadPurpose = (typeof uploadPurposes)[number]

export interface FileObject {
  object: 'file'
  id: string
  purpose: UploadPurpose | 'assistants_output'
  filename: string
  bytes: number
  created_at: number
  expires_at: number | null
  status: 'uploaded' | 'processed' | 'error'
  status_details: string | null
}

/** Strings, numbers and booleans that searches can filter by. */
export type Attributes = Record<string, string | number | boolean>

export interface StaticChunking {
  max_chunk_size_tokens: number
  chunk_overlap_tokens: number
}
/** The service also knew `other`, for files from before there were strategies: here there are none. */
export interface ChunkingStrategy {
  type: 'static'
  static: StaticChunking
}

export const ingestionStatuses = ['in_progress', 'completed', 'failed', 'cancelled'] as const
export type IngestionStatus = (typeof ingestionStatuses)[number]

export interface FileCounts extends Record<IngestionStatus, number> {
  total: number
}

export interface VectorStoreExpiry {
  anchor: 'last_active_at'
  days: number
}

export interface VectorStore {
  id: string
  object: 'vector_store'
  created_at: number
  name: string | null
  description: string | null
  usage_bytes: number
  file_counts: FileCounts
  status: 'expired' | 'in_progress' | 'completed'
  expires_after: VectorStoreExpiry | null
  expires_at: number | null
  last_active_at: number | null
  metadata: Metadata
}

export interface IngestionError {
  code: string
  message: string
}

export interface VectorStoreFile {
  id: string
  object: 'vector_store.file'
  usage_bytes: number
  created_at: number
  vector_store_id: string
  status: IngestionStatus
  last_error: IngestionError | null
  chunking_strategy: ChunkingStrategy
  attributes: Attributes
}

export interface VectorStoreFileBatch {
  id: string
  object: 'vector_store.file_batch'
  created_at: number
  status: IngestionStatus
  vector_store_id: string
  file_counts: FileCounts
}
