import { type Exchange, idPattern, isGone, kindOf, objectsIn, oldestFirst, type Recorded } from './recording.ts'
import { fileBehind } from './store_files.ts'

/** Something that a recording uses but did not create, with what is known of it. */
export interface Foreign {
  id: string
  thread?: string | undefined
  object: Recorded | undefined
}

const kinds = ['file', 'vs', 'asst', 'thread', 'msg', 'run']

/** What objects of a kind are called; of others with such an id, a vector store's file is one, less is known. */
const objects: Record<string, string> = {
  file: 'file',
  vs: 'vector_store',
  asst: 'assistant',
  thread: 'thread',
  msg: 'thread.message',
  run: 'thread.run',
}

/**
 * What has to be there before the first request is sent: files, vector stores, assistants, threads, then messages and runs, each
 * oldest first. `apart` are exchanges that are not replayed, but tell more of such things. What is known of a thing is what the recording first
 * shows of it, wherever that is.
 */
export function foreignTo(exchanges: Exchange[], apart: Exchange[]): Foreign[] {
  const told = firstSights([...exchanges, ...apart])
  const created = new Set<string>()
  const found = new Map<string, Foreign>()
  for (const exchange of exchanges) {
    const { request, response } = exchange
    const [thread] = request.path.match(/thread_\w+/) ?? []
    const need = (id: string, object?: Recorded) => {
      const known = told.get(id) ?? object
      // What a run made, it makes again.
      if (typeof known?.run_id === 'string') {
        need(known.run_id, runBehind(known))
        if (typeof known.assistant_id === 'string') need(known.assistant_id)
      } else if (!created.has(id) && kinds.includes(kindOf(id)))
        found.set(id, { id, thread, object: known ?? found.get(id)?.object })
    }
    // What was not found must not be there.
    const absent = response.status === 404 ? idsIn(response.body) : []
    for (const id of idsIn([request.path, request.query, request.body])) if (!absent.includes(id)) need(id)
    const shown = oldestFirst(exchange).filter((each) => !isGone(each) && !each.object.endsWith('.delta'))
    for (const run of shown) if (run.object === 'thread.run') need(String(run.assistant_id), assistantOf(run))
    if (creates(request))
      for (const id of shown.flatMap((each) => [each.id, ...idsIn([each.thread_id, each.tool_resources])]))
        created.add(id)
    for (const each of withMore(shown, exchange, exchanges)) {
      const object = each.object === 'vector_store.file' ? fileBehind(each) : each
      if ([object.run_id, object.thread_id].some((id) => created.has(String(id)))) continue
      need(object.id, object)
      for (const id of idsIn([object.tool_resources, object.attachments])) need(id)
    }
  }
  return [...found.values()].sort((a, b) => place(a) - place(b) || older(a, b) || inTurn(a, b))
}

const rank = ({ id }: Foreign) => kinds.indexOf(kindOf(id))
/** Messages and runs of a thread take turns. */
const place = (each: Foreign) => Math.min(rank(each), kinds.indexOf('msg'))
/** A run of which nothing is known may be at work, so it comes last: it locks its thread. */
const age = ({ id, object }: Foreign) => Number(object?.created_at ?? (kindOf(id) === 'run' ? Infinity : 0))

const older = (a: Foreign, b: Foreign) => (age(a) === age(b) ? 0 : age(a) - age(b))

/** In the same second a message comes before the run that answers it; of a run that only its message tells of, they are in order. */
const inTurn = (a: Foreign, b: Foreign) => ([a, b].some(isBehind) ? 0 : rank(a) - rank(b))
const isBehind = ({ object }: Foreign) => object?.object === 'thread.run' && !('model' in object)

/** The run that a message or a step tells of. */
function runBehind({ run_id, thread_id, assistant_id, created_at }: Recorded): Recorded {
  return { id: String(run_id), object: 'thread.run', status: 'completed', thread_id, assistant_id, created_at }
}

function firstSights(exchanges: Exchange[]): Map<string, Recorded> {
  const shown = exchanges.flatMap(({ response }) => objectsIn(response.body))
  const whole = shown.filter((each) => each.object === objects[kindOf(each.id)] && !isGone(each))
  return new Map(whole.toReversed().map((each) => [each.id, each]))
}

const idsIn = (value: unknown): string[] => JSON.stringify(value ?? null).match(idPattern) ?? []

function creates({ method, path }: Exchange['request']): boolean {
  return (
    method === 'POST' &&
    /^\/v1\/(?:assistants|files|vector_stores|threads|threads\/runs|threads\/\w+\/(?:messages|runs))$/.test(path)
  )
}

/** A page that is not the last needs one thing more than it and the pages after it show. */
function withMore(shown: Recorded[], { request, response }: Exchange, exchanges: Exchange[]): Recorded[] {
  const { has_more, last_id } = (response.body ?? {}) as { has_more?: boolean; last_id?: string }
  const last = shown.find(({ id }) => id === last_id)
  const goesOn = exchanges.some(
    (each) => each.request.path === request.path && each.request.query?.includes(`after=${last_id}`),
  )
  if (!has_more || !last || goesOn) return shown
  const more = { ...last, id: `${kindOf(last.id)}_more` }
  return shown[0] === last ? [more, ...shown] : [...shown, more]
}

/** What a run shows of its assistant. */
function assistantOf({ model, instructions, tools }: Recorded): Recorded {
  return { id: '', object: 'assistant', model, instructions, tools }
}
