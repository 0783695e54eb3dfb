import { createThread, modifyThread } from '../bodies/threads.ts'
import { ingestionOf } from '../choose_ingestion.ts'
import { ApiError } from '../../run/api_error.ts'
import type { Exchange } from '../exchange.ts'
import type { Serve } from '../serve.ts'

/** The thread that the path names. @throws ApiError */
export function threadOf(exchange: Exchange) {
  const id = exchange.param('thread')
  if (!id.startsWith('thread')) throw new ApiError('wrong_id', { param: 'thread_id', id, prefix: 'thread' })
  return exchange.project.threads.get(id)
}

export const create: Serve = async (exchange) => {
  const { thread } = exchange.project.threads.create(await exchange.body(createThread), ingestionOf(exchange))
  return exchange.json(exchange.services.render.thread(thread))
}

export const retrieve: Serve = (exchange) =>
  exchange.json(exchange.services.render.retrievedThread(threadOf(exchange).thread))

export const modify: Serve = async (exchange) => {
  const body = await exchange.body(modifyThread)
  return exchange.json(exchange.services.render.thread(exchange.project.threads.modify(threadOf(exchange), body)))
}

export const remove: Serve = (exchange) => {
  const node = threadOf(exchange)
  exchange.project.threads.delete(node)
  return exchange.json({ id: node.thread.id, object: 'thread.deleted', deleted: true })
}
