import { createAssistant, modifyAssistant } from '../bodies/assistants.ts'
import { mustFit } from '../bodies/fit.ts'
import { ingestionOf } from '../choose_ingestion.ts'
import { ApiError } from '../../run/api_error.ts'
import type { Exchange } from '../exchange.ts'
import type { Serve } from '../serve.ts'
import { list } from '../list.ts'

export const create: Serve = async (exchange) => {
  const body = await exchange.body(createAssistant)
  mustFit({ tools: body.tools ?? [], response_format: body.response_format ?? 'auto' })
  const assistant = exchange.project.createAssistant(body, ingestionOf(exchange))
  return exchange.json(exchange.services.render.assistant(assistant))
}

export const index: Serve = (exchange) =>
  list(exchange, exchange.project.assistants, 'assistant', { render: exchange.services.render.assistant })

/** The id in the path. @throws ApiError */
function idOf(exchange: Exchange): string {
  const id = exchange.param('assistant')
  if (!id.startsWith('asst')) throw new ApiError('wrong_id', { param: 'assistant_id', id, prefix: 'asst' })
  return id
}

export const retrieve: Serve = (exchange) =>
  exchange.json(exchange.services.render.assistant(exchange.project.assistant(idOf(exchange))))

export const modify: Serve = async (exchange) => {
  const body = await exchange.body(modifyAssistant)
  const before = exchange.project.assistant(idOf(exchange))
  mustFit({
    tools: body.tools ?? before.tools,
    response_format: body.response_format === undefined ? before.response_format : (body.response_format ?? 'auto'),
  })
  return exchange.json(exchange.services.render.assistant(exchange.project.modifyAssistant(before.id, body)))
}

export const remove: Serve = (exchange) => {
  const id = idOf(exchange)
  exchange.project.deleteAssistant(id)
  return exchange.json({ id, object: 'assistant.deleted', deleted: true })
}
