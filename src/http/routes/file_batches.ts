import type { BatchNode } from '../../engine/vector_stores/nodes.ts'
import { polled } from '../../engine/vector_stores/ingestion.ts'
import { attachFiles } from '../bodies/vector_stores.ts'
import { ingestionOf } from '../choose_ingestion.ts'
import { ApiError } from '../../run/api_error.ts'
import type { Exchange } from '../exchange.ts'
import { list } from '../list.ts'
import { pollHintWhile } from '../poll_hint.ts'
import type { Serve } from '../serve.ts'
import { wantedStatus, working } from './vector_store_files.ts'
import { storeOf } from './vector_stores.ts'

function batchOf(exchange: Exchange): BatchNode {
  const store = storeOf(exchange)
  const id = exchange.param('batch')
  if (!id.startsWith('vsfb_')) throw new ApiError('wrong_id', { param: 'batch_id', id, prefix: 'vsfb_' })
  return exchange.project.vectorStores.batch(store, id)
}

function show(exchange: Exchange, { batch }: BatchNode): Response {
  const shown = exchange.services.render.files.batch(batch)
  return exchange.json(shown, 200, pollHintWhile(exchange, batch.status === 'in_progress'))
}

export const create: Serve = async (exchange) => {
  const { file_ids, files, chunking_strategy, attributes } = await exchange.body(attachFiles)
  const node = storeOf(exchange)
  const wanted = files ?? (file_ids ?? []).map((file_id) => ({ file_id, chunking_strategy, attributes }))
  exchange.project.room.mustHold(1 + wanted.length)
  return show(exchange, exchange.project.vectorStores.attachBatch(node, wanted, ingestionOf(exchange)))
}

export const retrieve: Serve = (exchange) => {
  const node = batchOf(exchange)
  const response = show(exchange, node)
  polled(node.files)
  return response
}

export const cancel: Serve = (exchange) => {
  const node = batchOf(exchange)
  exchange.project.vectorStores.cancelBatch(node)
  return show(exchange, node)
}

export const files: Serve = (exchange) =>
  list(exchange, batchOf(exchange).files, 'file', {
    render: ({ file }) => exchange.services.render.files.storeFile(file),
    wanted: wantedStatus(exchange),
    headers: (nodes) => pollHintWhile(exchange, nodes.some(working)),
  })
