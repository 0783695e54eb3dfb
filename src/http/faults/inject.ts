import type { FaultedRequests } from '../../engine/injected.ts'
import type { Project } from '../../engine/project.ts'
import type { Source } from '../../scenario/yaml.ts'
import type { Exchange } from '../exchange.ts'
import { disturbed } from './apply.ts'
import { faults } from './index.ts'

/**
 * Requests, and what goes wrong with them: a word of a scenario's `faults` with what goes with it, such as `http_error: 429`, and its
 * `handled` and `probability`.
 */
export interface InjectedFault extends FaultedRequests {
  [fault: string]: unknown
}

/**
 * Puts a fault on the next requests of a project that match. `source` tells where a mistake stands.
 * @throws ScenarioError where the fault is none
 */
export function injectFault(project: Project, given: InjectedFault, source?: Source): void {
  const { method, path, times, after, ...fault } = given
  const { injected, catalog, room } = project
  room.mustHold()
  const line = { on: momentOf(fault), ...fault }
  const data = { faults: [line] }
  const scenario = catalog.read(injected.newName(), source ? { ...source, ...below(source), data } : data)
  injected.add({ ...scenario.faults[0]!, times: null }, { method, path, times, after })
}

/** What is wrong with the fault in the scenario made of it is wrong at the same place of the source. */
function below(source: Source): Pick<Source, 'problem' | 'where'> {
  return {
    problem: (path, message, key) => source.problem(path.slice(2), message, key),
    where: (path) => source.where(path.slice(2)),
  }
}

/** All requests will do, except for what can only happen to a stream. */
function momentOf(fault: Record<string, unknown>): 'any' | 'stream' {
  const [word, args] = Object.entries(fault).find(([key]) => Object.hasOwn(faults, key)) ?? []
  const countsEvents = typeof args === 'object' && args !== null && 'after_events' in args
  return word === undefined || (faults[word]!.on.includes('any') && !countsEvents) ? 'any' : 'stream'
}

/** Does what a request asks, with the faults that were put on it. */
export function injured(exchange: Exchange, act: () => Response | Promise<Response>): Response | Promise<Response> {
  const { method, path } = exchange.context.req
  const lines = exchange.project.injected.strike(method, path)
  if (lines.length === 0) return act()
  return whole(exchange).then(() => disturbed(exchange, lines, ['any', 'stream'], undefined, act))
}

/**
 * A connection must not break while the request is still coming; what is wrong with it, the route will say. An upload is read as it
 * arrives, whatever it says that it is.
 */
async function whole(exchange: Exchange): Promise<void> {
  const isUpload = exchange.entry.route === 'POST /files'
  if (exchange.context.req.method === 'POST' && !isUpload) await exchange.data().catch(() => undefined)
}
