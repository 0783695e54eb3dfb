import { Collection } from '../../engine/collection.ts'
import { notFound } from '../../engine/not_found.ts'
import type { RunStep } from '../../run/objects.ts'
import type { Exchange } from '../exchange.ts'
import { list } from '../list.ts'
import type { Serve } from '../serve.ts'
import { includesContent } from '../sse.ts'
import { runOf } from './runs.ts'

export const index: Serve = (exchange) => {
  const { run, steps } = runOf(exchange).state
  return list(exchange, Collection.of(steps), 'run step', { render: (step) => show(exchange, step, run) })
}

export const retrieve: Serve = (exchange) => {
  const { run, steps } = runOf(exchange).state
  const id = exchange.param('step')
  const step = steps.find((each) => each.id === id) ?? notFound('run step', id)
  return exchange.json(show(exchange, step, run))
}

function show(exchange: Exchange, step: RunStep, run: Parameters<Exchange['services']['render']['step']>[1]): object {
  return exchange.services.render.step(step, run, { content: includesContent(exchange) })
}
