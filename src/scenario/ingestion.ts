import type { IngestionError, IngestionStatus } from '../run/file_objects.ts'
import type { Wait } from './durations.ts'
import { fits, type TextTest } from './text_test.ts'

/** How a file is taken into a vector store: so long in progress, then this status. `in_progress` never ends by itself. */
export interface Ingestion {
  after: Wait
  status: IngestionStatus
  last_error: IngestionError | null
}

/** One item of `vector_store_files`: an ingestion, and which files it is for. */
export interface IngestionLine extends Ingestion {
  where: string
  /** The file's name must be like one of these; null for any name. */
  filename: TextTest[] | null
  /** For how many files; null for all. */
  times: number | null
}

export function isFor({ filename }: IngestionLine, name: string): boolean {
  return filename === null || filename.some((test) => fits(test, name))
}
