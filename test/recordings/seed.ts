import { type Exchange, idPattern, kindOf, objectsIn, type Recorded } from './recording.ts'

/** Something that a recording uses but did not create, with what is known of it. */
export interface Foreign {
  id: string
  thread?: string | undefined
  object: Recorded | undefined
}

const kinds = ['file', 'vs', 'asst', 'thread', 'msg', 'run']

/**
 * What has to be there before the first request is sent: files, vector stores, assistants, threads, messages, then runs, each oldest
 * first. `apart` are exchanges that are not replayed, but tell more of such things.
 */
export function foreignTo(exchanges: Exchange[], apart: Exchange[]): Foreign[] {
  const told = new Map(apart.flatMap(({ response }) => objectsIn(response.body)).map((object) => [object.id, object]))
  const created = new Set<string>()
  const found = new Map<string, Foreign>()
  for (const { request, response } of exchanges) {
    const [thread] = request.path.match(/thread_\w+/) ?? []
    const need = (id: string, object?: Recorded) => {
      if (created.has(id) || !kinds.includes(kindOf(id))) return
      found.set(id, { id, thread, object: found.get(id)?.object ?? object ?? told.get(id) })
    }
    // What was not found must not be there.
    const absent = response.status === 404 ? idsIn(response.body) : []
    for (const id of idsIn([request.path, request.body])) if (!absent.includes(id)) need(id)
    const shown = objectsIn(response.body).filter(({ object }) => !/\.(?:deleted|delta)$/.test(object))
    for (const run of shown) if (run.object === 'thread.run') need(String(run.assistant_id), assistantOf(run))
    if (creates(request))
      for (const id of shown.flatMap((each) => [each.id, ...idsIn(each.tool_resources)])) created.add(id)
    for (const object of oldestFirst(shown, { request, response })) {
      if (created.has(String(object.run_id))) continue
      need(object.id, object)
      for (const id of idsIn(object.tool_resources)) need(id)
    }
  }
  return [...found.values()].sort((a, b) => kinds.indexOf(kindOf(a.id)) - kinds.indexOf(kindOf(b.id)))
}

const idsIn = (value: unknown): string[] => JSON.stringify(value ?? null).match(idPattern) ?? []

function creates({ method, path }: Exchange['request']): boolean {
  return method === 'POST' && /^\/v1\/(?:assistants|threads|threads\/runs|threads\/\w+\/(?:messages|runs))$/.test(path)
}

/** Pages show the newest first unless asked otherwise; one that is not the last needs one thing more than it shows. */
function oldestFirst(shown: Recorded[], { request, response }: Exchange): Recorded[] {
  const { has_more } = (response.body ?? {}) as { has_more?: boolean }
  const last = shown.at(-1)
  const all = has_more && last ? [...shown, { ...last, id: `${kindOf(last.id)}_more` }] : shown
  return request.query?.includes('order=asc') ? all : all.toReversed()
}

/** What a run shows of its assistant. */
function assistantOf({ model, instructions, tools }: Recorded): Recorded {
  return { id: '', object: 'assistant', model, instructions, tools }
}
