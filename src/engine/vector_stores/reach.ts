import type { FileSearchResult, FileSearchTool, Run, ToolResources } from '../../run/objects.ts'
import type { Files } from '../files/files.ts'
import type { VectorStoreNode } from './nodes.ts'
import { searchStore } from './search.ts'
import type { VectorStores } from './vector_stores.ts'

/** How long a run waits for files that are still being taken in, in milliseconds from its creation (file search guide). */
const patience = 60_000

/** The files that a run can look into: those of its assistant and of its thread. */
export class Reach {
  readonly #files: Files
  readonly #stores: VectorStores
  readonly #resources: ToolResources[]

  constructor(files: Files, stores: VectorStores, resources: ToolResources[]) {
    this.#files = files
    this.#stores = stores
    this.#resources = resources
  }

  /** Vector stores that are gone are passed over. */
  get stores(): VectorStoreNode[] {
    const ids = this.#resources.flatMap(({ file_search }) => file_search?.vector_store_ids ?? [])
    return ids.map((id) => this.#stores.all.get(id)).filter((store) => store !== undefined)
  }

  /** Whether there is anything to search, or will be. */
  get searchable(): boolean {
    return this.stores.some(({ store }) => store.file_counts.completed + store.file_counts.in_progress > 0)
  }

  /** What keeps a run from searching now: a vector store that has expired, or files in progress to wait for, in milliseconds. */
  readiness({ created_at }: Run, now: number): { expired: VectorStoreNode | undefined; pause: number } {
    const { stores } = this
    let ready = now
    for (const { store, files } of stores)
      if (store.status === 'in_progress')
        for (const { file, work } of files)
          if (file.status === 'in_progress') ready = Math.max(ready, work?.due ?? Infinity)
    return {
      expired: stores.find(({ store }) => store.status === 'expired'),
      pause: Math.max(0, Math.min(ready, created_at * 1000 + patience) - now),
    }
  }

  /** What the file_search tool finds: in each store by itself, so that a file that is in two is found twice (recorded). */
  search(question: string, { model, tools }: Run): FileSearchResult[] {
    const limit = fileSearch(tools)?.max_num_results ?? (model.startsWith('gpt-3.5') ? 5 : 20)
    const threshold = fileSearch(tools)?.ranking_options?.score_threshold ?? 0
    const hits = this.stores.flatMap((store) => {
      this.#stores.touch(store)
      return searchStore(store, [question], { limit, threshold })
    })
    return hits
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map(({ passage: { file, text }, score }) => ({
        file_id: file.id,
        file_name: file.upload.file.filename,
        score,
        attributes: file.file.attributes,
        content: [{ type: 'text', text }],
      }))
  }

  /** The id of the file that a script speaks of by name: one in reach, else the newest of the project. */
  fileId(name: string): string | undefined {
    for (const { files } of this.stores)
      for (const { id, upload } of files) if (upload.file.filename === name) return id
    return this.#files.named(name)?.id
  }
}

export function fileSearch(tools: Run['tools']): FileSearchTool['file_search'] {
  return tools.find((tool): tool is FileSearchTool => tool.type === 'file_search')?.file_search
}
