import type { Draft } from '../../engine/project.ts'
import type { RunNode } from '../../engine/nodes.ts'
import type { Moment } from '../../scenario/moments.ts'
import { mustFit } from '../bodies/fit.ts'
import { createRun, createThreadAndRun, submitToolOutputs } from '../bodies/runs.ts'
import { modifyMetadata } from '../bodies/threads.ts'
import { cachedRun } from '../cache.ts'
import { chooseScenario } from '../choose.ts'
import { ingestionOf } from '../choose_ingestion.ts'
import type { Exchange } from '../exchange.ts'
import { disturbed } from '../faults/apply.ts'
import { list } from '../list.ts'
import { pollHint } from '../poll_hint.ts'
import type { Serve } from '../serve.ts'
import { stream } from '../sse.ts'
import { threadOf } from './threads.ts'

/** The run that the path names, noted for the log. @throws ApiError */
export function runOf(exchange: Exchange): RunNode {
  const node = exchange.project.run(threadOf(exchange), exchange.param('run'))
  note(exchange, node)
  return node
}

function note(exchange: Exchange, node: RunNode): void {
  exchange.entry.run = node.run
  exchange.entry.scenario = node.scenario.name
}

function show(exchange: Exchange, { run }: RunNode): Response {
  return exchange.json(exchange.services.render.run(run), 200, pollHint(exchange, [run]))
}

export const create: Serve = async (exchange) => {
  const { stream: streamed, additional_messages, ...request } = await exchange.body(createRun)
  return begin(exchange, streamed === true, () => {
    const node = threadOf(exchange)
    return exchange.project.draftRun({ node, resources: node.thread }, request, additional_messages ?? [])
  })
}

export const createWithThread: Serve = async (exchange) => {
  const { project } = exchange
  const { stream: streamed, thread, tool_resources, ...request } = await exchange.body(createThreadAndRun)
  return begin(exchange, streamed === true, () => {
    const added = project.threads.draft({ ...thread, ...(tool_resources && { tool_resources }) })
    return project.draftRun(added, request, [], [{ event: 'thread.created', data: added.node.thread }])
  })
}

/** Everything that can refuse has had its say before the first byte is sent. A fault may let time pass, so the draft is made anew. */
function begin(exchange: Exchange, streamed: boolean, newDraft: () => Draft): Response | Promise<Response> {
  if (streamed) exchange.services.streams.mustHold()
  const draft = newDraft()
  mustFit(draft.run)
  const scenario = chooseScenario(exchange, draft)
  exchange.entry.scenario = scenario.name
  const moments: Moment[] = streamed ? ['create', 'stream', 'any'] : ['create', 'any']
  return disturbed(exchange, scenario.faults, moments, undefined, () => {
    const { node, follower } = exchange.project.startRun(
      scenario.faults.length > 0 ? newDraft() : draft,
      scenario,
      streamed,
      ingestionOf(exchange),
    )
    note(exchange, node)
    return follower ? stream(exchange, node, follower) : show(exchange, node)
  })
}

export const index: Serve = (exchange) =>
  list(exchange, threadOf(exchange).runs, 'run', {
    render: ({ run }) => exchange.services.render.run(run),
    headers: (nodes) =>
      pollHint(
        exchange,
        nodes.map(({ run }) => run),
      ),
  })

export const retrieve: Serve = (exchange) => {
  const node = runOf(exchange)
  const response = exchange.text(cachedRun(exchange, node.run), 200, pollHint(exchange, [node.run]))
  exchange.project.runs.polled(node)
  return response
}

export const modify: Serve = async (exchange) => {
  const { metadata } = await exchange.body(modifyMetadata)
  const node = runOf(exchange)
  exchange.project.modifyRun(node, metadata)
  return show(exchange, node)
}

export const cancel: Serve = (exchange) => {
  const node = runOf(exchange)
  exchange.project.runs.cancel(node)
  note(exchange, node)
  return show(exchange, node)
}

export const submit: Serve = async (exchange) => {
  const { tool_outputs, stream: streamed } = await exchange.body(submitToolOutputs)
  const node = runOf(exchange)
  if (streamed) exchange.services.streams.mustHold()
  exchange.project.room.mustHold()
  const follower = exchange.project.runs.submitToolOutputs(node, tool_outputs, streamed === true)
  note(exchange, node)
  return follower ? stream(exchange, node, follower) : show(exchange, node)
}
