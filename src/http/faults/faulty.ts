import type { RunNode } from '../../engine/nodes.ts'
import type { Moment } from '../../scenario/moments.ts'
import type { Exchange } from '../exchange.ts'
import type { Serve } from '../serve.ts'
import { disturbed } from './apply.ts'

/** A route with the faults of the run that it is about. */
export function faulty(moment: Moment, handle: Serve): Serve {
  return (exchange) => {
    const node = concerned(exchange)
    if (!node || node.scenario.faults.length === 0) return handle(exchange)
    exchange.entry.scenario = node.scenario.name
    return disturb(exchange, moment, node, handle)
  }
}

async function disturb(exchange: Exchange, moment: Moment, node: RunNode, handle: Serve): Promise<Response> {
  const moments: Moment[] = [moment, 'any']
  // Read now: a connection must not break while the request is still coming. What is wrong with it, the route will say.
  const body = exchange.context.req.method === 'POST' ? await exchange.data().catch(() => undefined) : undefined
  if (moment === 'submit' && asksForStream(body)) moments.push('submit_stream')
  return disturbed(exchange, node.scenario.faults, moments, node, () => handle(exchange))
}

/** The run that a request is about: the one it names, else that of the message it names, else the last one of its thread. */
function concerned(exchange: Exchange): RunNode | undefined {
  if (!exchange.project.runs.faulty) return undefined
  const thread = exchange.project.threads.all.get(exchange.param('thread'))
  if (!thread || thread.runs.size === 0) return undefined
  const message = thread.messages.get(exchange.param('message'))
  const named = exchange.param('run') || (exchange.query('run_id') ?? message?.run_id)
  return named ? thread.runs.get(named) : thread.runs.backwards().next().value
}

function asksForStream(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'stream' in body && body.stream === true
}
