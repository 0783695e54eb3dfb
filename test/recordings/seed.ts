import { type Exchange, idPattern, objectsIn, type Recorded } from './recording.ts'

/** Something that a recording uses but did not create, with what is known of it. */
export interface Foreign {
  id: string
  thread: string | undefined
  object: Recorded | undefined
}

const kinds = ['asst', 'thread', 'msg', 'run']
export const kindOf = (id: string) => id.slice(0, id.indexOf('_'))

/** What has to be there before the first request is sent: assistants, then threads, messages and runs, each oldest first. */
export function foreignTo(exchanges: Exchange[]): Foreign[] {
  const created = new Set<string>()
  const found = new Map<string, Foreign>()
  for (const { request, response } of exchanges) {
    const shown = objectsIn(response.body).filter(({ object }) => !/\.(?:deleted|delta)$/.test(object))
    if (creates(request)) for (const { id } of shown) created.add(id)
    const [thread] = request.path.match(/thread_\w+/) ?? []
    const need = (id: string, object?: Recorded) => {
      if (created.has(id) || created.has(String(object?.run_id)) || !kinds.includes(kindOf(id))) return
      found.set(id, { id, thread, object: found.get(id)?.object ?? object })
    }
    for (const text of [request.path, JSON.stringify(request.body)])
      for (const id of text.match(idPattern) ?? []) need(id)
    for (const object of oldestFirst(shown, { request, response })) need(object.id, object)
    for (const object of shown)
      if (object.object === 'thread.run') need(String(object.assistant_id), assistantOf(object))
  }
  return [...found.values()].sort((a, b) => kinds.indexOf(kindOf(a.id)) - kinds.indexOf(kindOf(b.id)))
}

function creates({ method, path }: Exchange['request']): boolean {
  return method === 'POST' && /^\/v1\/(?:assistants|threads|threads\/runs|threads\/\w+\/(?:messages|runs))$/.test(path)
}

/** Pages show the newest first unless asked otherwise; one that is not the last needs one thing more than it shows. */
function oldestFirst(shown: Recorded[], { request, response }: Exchange): Recorded[] {
  const { has_more } = response.body as { has_more?: boolean }
  const last = shown.at(-1)
  const all = has_more && last ? [...shown, { ...last, id: `${kindOf(last.id)}_more` }] : shown
  return request.query?.includes('order=asc') ? all : all.toReversed()
}

/** What a run shows of its assistant. */
function assistantOf({ model, instructions, tools }: Recorded): Recorded {
  return { id: '', object: 'assistant', model, instructions, tools }
}
