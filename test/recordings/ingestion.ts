import { type Exchange, objectsIn, type Recorded } from './recording.ts'

type Line = Record<string, unknown>

/**
 * How the files of a recording are taken into its vector stores: each is in progress for longer, the more reads showed it so. It ends
 * as the last of them did.
 */
export function ingestionsOf(exchanges: Exchange[]): Line[] {
  const shown = exchanges.flatMap(({ request, response }) =>
    request.method === 'GET' ? objectsIn(response.body).filter(({ object }) => object === 'vector_store.file') : [],
  )
  const names = new Map(
    exchanges
      .flatMap(({ response }) => objectsIn(response.body))
      .filter(({ object }) => object === 'file')
      .map(({ id, filename }) => [id, filename]),
  )
  const ids = [...new Set(shown.map(({ id }) => id))]
  return ids.flatMap((id) => {
    const filename = names.get(id)
    const sights = shown.filter((each) => each.id === id)
    return typeof filename === 'string' ? [{ filename, times: 1, ...ingestion(sights) }] : []
  })
}

function ingestion(sights: Recorded[]): Line {
  const waits = sights.filter(({ status }) => status === 'in_progress').length
  const { status, last_error } = sights.at(-1)!
  return {
    after: `${1 + 5 * waits}s`,
    ...(status === 'failed' && { status, ...(last_error ? { last_error } : {}) }),
  }
}

/** How many files an answer shows as being taken in. */
export const inProgress = (answer: string) =>
  (answer.match(/"status": ?"in_progress"/g) ?? []).length +
  [...answer.matchAll(/"in_progress": ?(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0)
