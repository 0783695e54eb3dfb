import type { FileObject, VectorStore, VectorStoreFile, VectorStoreFileBatch } from '../run/file_objects.ts'

/** What is shown of files and vector stores; where the recorded wire and the OpenAPI document differ, only here. */
export interface FileRenderer {
  file(file: FileObject): object
  vectorStore(store: VectorStore): object
  storeFile(file: VectorStoreFile): object
  batch(batch: VectorStoreFileBatch): object
}

export const recordedFiles: FileRenderer = {
  file: (file) => file,
  vectorStore: (store) => store,
  storeFile: (file) => file,
  batch: (batch) => batch,
}

/** The document knows no null in these places, and gives a batch another name. */
export const specFiles: FileRenderer = {
  file: ({ expires_at, status_details, ...file }) => ({
    ...file,
    ...(expires_at !== null && { expires_at }),
    ...(status_details !== null && { status_details }),
  }),
  vectorStore: ({ name, description: _, expires_after, ...store }) => ({
    ...store,
    name: name ?? '',
    ...(expires_after && { expires_after }),
  }),
  storeFile: (file) => file,
  batch: (batch) => ({ ...batch, object: 'vector_store.files_batch' }),
}
