import { createAssistant, modifyAssistant } from '../bodies/assistants.ts'
import { mustFitFormat } from '../bodies/runs.ts'
import type { Serve } from '../serve.ts'
import { list } from '../list.ts'

export const create: Serve = async (exchange) => {
  const body = await exchange.body(createAssistant)
  mustFitFormat(body)
  return exchange.json(exchange.project.createAssistant(body))
}

export const index: Serve = (exchange) =>
  list(exchange, exchange.project.assistants, 'assistant', (assistant) => assistant)

export const retrieve: Serve = (exchange) => exchange.json(exchange.project.assistant(exchange.param('assistant')))

export const modify: Serve = async (exchange) => {
  const body = await exchange.body(modifyAssistant)
  mustFitFormat(body)
  return exchange.json(exchange.project.modifyAssistant(exchange.param('assistant'), body))
}

export const remove: Serve = (exchange) => {
  const id = exchange.param('assistant')
  exchange.project.deleteAssistant(id)
  return exchange.json({ id, object: 'assistant.deleted', deleted: true })
}
