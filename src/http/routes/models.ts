import { notFound } from '../../engine/not_found.ts'
import type { Serve } from '../serve.ts'

// Models that runs could use, in the order, with the dates and the owners that the service gave for them (openai-dotnet 2025-09).
const created: Record<string, number> = {
  'gpt-4': 1687882411,
  'gpt-3.5-turbo': 1677610602,
  'gpt-4-turbo': 1712361441,
  'gpt-4o': 1715367049,
  'gpt-4o-mini': 1721172741,
  o1: 1734375816,
  'o3-mini': 1737146383,
  'gpt-4.1': 1744316542,
  'gpt-4.1-mini': 1744318173,
  'gpt-4.1-nano': 1744321707,
  'gpt-5': 1754425777,
  'gpt-5-mini': 1754425928,
  'gpt-5-nano': 1754426384,
}
const byOpenai = ['gpt-4', 'gpt-3.5-turbo']

const model = (id: string) => ({
  id,
  object: 'model',
  created: created[id],
  owned_by: byOpenai.includes(id) ? 'openai' : 'system',
})

export const index: Serve = (exchange) => exchange.json({ object: 'list', data: Object.keys(created).map(model) })

export const retrieve: Serve = (exchange) => {
  const id = exchange.param('model')
  return exchange.json(Object.hasOwn(created, id) ? model(id) : notFound('model', id))
}

/** Only fine-tuned models could be deleted, and here there are none: so the service answered for all others (openai-node #14). */
export const remove: Serve = (exchange) => exchange.json(notFound('model', exchange.param('model')))
