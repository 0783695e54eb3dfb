import { createMessage, modifyMetadata } from '../bodies/threads.ts'
import { ingestionOf } from '../choose_ingestion.ts'
import { list } from '../list.ts'
import type { Serve } from '../serve.ts'
import { threadOf } from './threads.ts'

export const create: Serve = async (exchange) => {
  const body = await exchange.body(createMessage)
  const message = exchange.project.threads.createMessage(threadOf(exchange), body, ingestionOf(exchange))
  return exchange.json(exchange.services.render.message(message))
}

export const index: Serve = (exchange) => {
  const run = exchange.query('run_id')
  return list(exchange, threadOf(exchange).messages, 'message', {
    render: exchange.services.render.message,
    wanted: run === undefined ? undefined : ({ run_id }) => run_id === run,
  })
}

export const retrieve: Serve = (exchange) =>
  exchange.json(
    exchange.services.render.message(exchange.project.threads.message(threadOf(exchange), exchange.param('message'))),
  )

export const modify: Serve = async (exchange) => {
  const { metadata } = await exchange.body(modifyMetadata)
  const node = threadOf(exchange)
  const message = exchange.project.threads.message(node, exchange.param('message'))
  return exchange.json(
    exchange.services.render.modifiedMessage(exchange.project.threads.modifyMessage(node, message, metadata)),
  )
}

export const remove: Serve = (exchange) => {
  const id = exchange.param('message')
  threadOf(exchange).remove(id)
  return exchange.json({ id, object: 'thread.message.deleted', deleted: true })
}
