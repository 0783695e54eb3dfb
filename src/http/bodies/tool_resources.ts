import type { Zod } from '../../scenario/zod.ts'
import { absent, eitherOf, id, listed } from './common.ts'
import { helperStore } from './vector_stores.ts'

const fileIds = (z: Zod) => absent(z.strictObject({ file_ids: listed(z.array(id(z, 'file')).max(20)) }))
const storeIds = (z: Zod) => listed(z.array(id(z, 'vs')).max(1))

/** The files and vector stores that tools may use. */
export function toolResources(z: Zod) {
  const file_search = absent(z.strictObject({ vector_store_ids: storeIds(z) }))
  return z.strictObject({ code_interpreter: fileIds(z), file_search }).nullish()
}

/** The same where an assistant or a thread is created: its vector store may be made along with it. */
export function newToolResources(z: Zod) {
  const vector_stores = absent(z.array(helperStore(z)).max(1))
  const file_search = absent(
    z
      .strictObject({ vector_store_ids: storeIds(z), vector_stores })
      .superRefine(eitherOf('vector_store_ids', 'vector_stores')),
  )
  return z.strictObject({ code_interpreter: fileIds(z), file_search }).nullish()
}
