import { type Exchange, objectsIn, type Recorded } from './recording.ts'
import type { Sender } from './sender.ts'
import { uploadOf } from './upload.ts'

/** What the service counted for a file of one passage besides its bytes. */
const perFile = 1024

/** Puts into a vector store that was there before what a recording shows of its files, else as many as it counts, of like size. */
export async function fill(sender: Sender, store: Recorded, exchanges: Exchange[]): Promise<void> {
  const path = `/v1/vector_stores/${store.id}/files`
  const { completed = 0 } = (store.file_counts ?? {}) as { completed?: number }
  const seen = filesIn(store.id, exchanges)
  for (const { id, attributes, chunking_strategy } of seen)
    await sender.ask('POST', path, { file_id: id, attributes, chunking_strategy })
  for (let n = seen.length; n < completed; n++) {
    const bytes = Math.max(1, Math.round(Number(store.usage_bytes) / completed) - perFile)
    const file = { id: '', object: 'file', purpose: 'assistants', filename: 'file.txt', bytes }
    const made = (await (await sender.ask('POST', '/v1/files', uploadOf(file))).json()) as Recorded
    await sender.ask('POST', path, { file_id: made.id })
  }
  if (seen.length > 0 || completed > 0) await sender.emulator.clock.advance('1s')
}

/** The files that were seen in it and that no request put there, oldest first. */
function filesIn(store: string, exchanges: Exchange[]): Recorded[] {
  const put = JSON.stringify(
    exchanges.map(
      ({ request }) => request.method === 'POST' && request.path.startsWith('/v1/vector_stores') && request.body,
    ),
  )
  const shown = exchanges
    .flatMap(({ response }) => objectsIn(response.body))
    .filter((each) => each.object === 'vector_store.file' && each.vector_store_id === store && !put.includes(each.id))
  const files = [...new Map(shown.map((each) => [each.id, each])).values()]
  return files.sort((a, b) => Number(a.created_at) - Number(b.created_at))
}

/** A file of which only its place in a vector store was seen. */
export function fileBehind({ id, created_at, usage_bytes }: Recorded): Recorded {
  const bytes = Math.max(1, Number(usage_bytes) - perFile)
  return { id, object: 'file', purpose: 'assistants', filename: 'file.txt', bytes, created_at }
}
