import { polled } from '../../engine/vector_stores/ingestion.ts'
import type { Filter } from '../../engine/vector_stores/filters.ts'
import { passes } from '../../engine/vector_stores/filters.ts'
import type { VectorStoreNode } from '../../engine/vector_stores/nodes.ts'
import { searchStore } from '../../engine/vector_stores/search.ts'
import { mustBeAlive } from '../../engine/vector_stores/vector_stores.ts'
import { rewritten } from '../../engine/vector_stores/words.ts'
import { createVectorStore, modifyVectorStore, searchVectorStore } from '../bodies/vector_stores.ts'
import { ingestionOf } from '../choose_ingestion.ts'
import { ApiError } from '../../run/api_error.ts'
import type { Exchange } from '../exchange.ts'
import { list } from '../list.ts'
import { pollHintWhile } from '../poll_hint.ts'
import type { Serve } from '../serve.ts'

/** The vector store that the path names. @throws ApiError */
export function storeOf(exchange: Exchange): VectorStoreNode {
  const id = exchange.param('store')
  if (!id.startsWith('vs_')) throw new ApiError('wrong_id', { param: 'vector_store_id', id, prefix: 'vs_' })
  return exchange.project.vectorStores.get(id)
}

const render = (exchange: Exchange, { store }: VectorStoreNode) => exchange.services.render.files.vectorStore(store)

function show(exchange: Exchange, node: VectorStoreNode): Response {
  return exchange.json(render(exchange, node), 200, pollHintWhile(exchange, node.store.status === 'in_progress'))
}

export const create: Serve = async (exchange) => {
  const { vectorStores, room } = exchange.project
  const request = await exchange.body(createVectorStore)
  room.mustHold(1 + (request.file_ids?.length ?? 0))
  return show(exchange, vectorStores.add(vectorStores.draft(request), ingestionOf(exchange)))
}

export const index: Serve = (exchange) =>
  list(exchange, exchange.project.vectorStores.all, 'vector store', {
    render: (node) => render(exchange, node),
    headers: (nodes) =>
      pollHintWhile(
        exchange,
        nodes.some(({ store }) => store.status === 'in_progress'),
      ),
  })

export const retrieve: Serve = (exchange) => {
  const node = storeOf(exchange)
  const response = show(exchange, node)
  polled(node.files)
  return response
}

export const modify: Serve = async (exchange) => {
  const request = await exchange.body(modifyVectorStore)
  const node = storeOf(exchange)
  exchange.project.vectorStores.modify(node, request)
  return show(exchange, node)
}

export const remove: Serve = (exchange) => {
  const { id } = storeOf(exchange)
  exchange.project.vectorStores.delete(id)
  return exchange.json({ id, object: 'vector_store.deleted', deleted: true })
}

/** `rewrite_query` leaves the words that say nothing out, which the search does anyway. */
export const search: Serve = async (exchange) => {
  const { query, rewrite_query, max_num_results, filters, ranking_options } = await exchange.body(searchVectorStore)
  const node = storeOf(exchange)
  mustBeAlive(node)
  exchange.project.vectorStores.touch(node)
  const asked = Array.isArray(query) ? query : [query]
  const queries = rewrite_query ? asked.map(rewritten) : asked
  const hits = searchStore(node, queries, {
    limit: max_num_results ?? 10,
    threshold: ranking_options?.score_threshold ?? 0,
    ...(filters ? { accept: ({ file }) => passes(file.attributes, filters as Filter) } : {}),
  })
  return exchange.json({
    object: 'vector_store.search_results.page',
    search_query: queries,
    data: hits.map(({ passage: { file, text }, score }) => ({
      file_id: file.id,
      filename: file.upload.file.filename,
      score,
      attributes: file.file.attributes,
      content: [{ type: 'text', text }],
    })),
    has_more: false,
    next_page: null,
  })
}
