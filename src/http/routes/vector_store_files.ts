import { polled } from '../../engine/vector_stores/ingestion.ts'
import type { StoreFileNode } from '../../engine/vector_stores/nodes.ts'
import { decode } from '../../engine/vector_stores/text.ts'
import { type IngestionStatus, ingestionStatuses } from '../../run/file_objects.ts'
import { attachFile, modifyAttributes } from '../bodies/vector_stores.ts'
import { ingestionOf } from '../choose_ingestion.ts'
import { ApiError } from '../../run/api_error.ts'
import type { Exchange } from '../exchange.ts'
import { list } from '../list.ts'
import { pollHintWhile } from '../poll_hint.ts'
import type { Serve } from '../serve.ts'
import { oxford } from '../words.ts'
import { storeOf } from './vector_stores.ts'

function fileOf(exchange: Exchange): StoreFileNode {
  const store = storeOf(exchange)
  const id = exchange.param('file')
  if (!id.startsWith('file')) throw new ApiError('wrong_id', { param: 'file_id', id, prefix: 'file' })
  return exchange.project.vectorStores.file(store, id)
}

export const working = ({ file }: StoreFileNode) => file.status === 'in_progress'

function show(exchange: Exchange, node: StoreFileNode): Response {
  return exchange.json(exchange.services.render.files.storeFile(node.file), 200, pollHintWhile(exchange, working(node)))
}

export const create: Serve = async (exchange) => {
  const request = await exchange.body(attachFile)
  const node = storeOf(exchange)
  exchange.project.room.mustHold()
  return show(exchange, exchange.project.vectorStores.attach(node, request, ingestionOf(exchange)))
}

export const index: Serve = (exchange) =>
  list(exchange, storeOf(exchange).files, 'file', {
    render: ({ file }) => exchange.services.render.files.storeFile(file),
    wanted: wantedStatus(exchange),
    headers: (nodes) => pollHintWhile(exchange, nodes.some(working)),
  })

export const retrieve: Serve = (exchange) => {
  const node = fileOf(exchange)
  const response = show(exchange, node)
  polled([node])
  return response
}

export const modify: Serve = async (exchange) => {
  const { attributes } = await exchange.body(modifyAttributes)
  const node = fileOf(exchange)
  node.file = { ...node.file, attributes: attributes ?? {} }
  return show(exchange, node)
}

export const remove: Serve = (exchange) => {
  const { id } = fileOf(exchange)
  exchange.project.vectorStores.detach(storeOf(exchange), id)
  return exchange.json({ id, object: 'vector_store.file.deleted', deleted: true })
}

/** The text that searches look into: nothing before a file is completed, or where its kind is not read. */
export const content: Serve = (exchange) => {
  const { cuts, upload } = fileOf(exchange)
  const text = cuts && cuts.length > 0 ? decode(upload.content) : undefined
  return exchange.json({
    object: 'vector_store.file_content.page',
    data: text === undefined ? [] : [{ type: 'text', text }],
    has_more: false,
    next_page: null,
  })
}

/** `filter`, which picks files by status. @throws ApiError */
export function wantedStatus(exchange: Exchange): ((node: StoreFileNode) => boolean) | undefined {
  const wanted = exchange.query('filter')
  if (wanted === undefined) return undefined
  if (!ingestionStatuses.includes(wanted as IngestionStatus))
    throw new ApiError('wrong_value', { param: 'filter', value: wanted, supported: oxford(ingestionStatuses, 'and') })
  return ({ file }) => file.status === wanted
}
