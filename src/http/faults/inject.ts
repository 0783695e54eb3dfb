import { mustCount } from '../../engine/count.ts'
import { mustBeMethod } from '../../engine/journal/filter.ts'
import type { FaultedRequests } from '../../engine/injected.ts'
import type { Project } from '../../engine/project.ts'
import { objectSource } from '../../scenario/object.ts'
import { ScenarioError } from '../../scenario/problems.ts'
import { didYouMean } from '../../scenario/words.ts'
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
 * @throws ScenarioError where the fault is none, ControlError where no request is like that
 */
export function injectFault(project: Project, given: InjectedFault, source = objectSource('fault', given)): void {
  mustBeWords(given, source)
  const { method, path, times = 1, after = 0, ...fault } = given
  if (method !== undefined) mustBeMethod(method)
  if (times !== null) mustCount('times', times, 1)
  mustCount('after', after, 0)
  const { injected, catalog, room } = project
  room.mustHold()
  const data = { faults: [{ on: momentOf(fault), ...fault }] }
  const scenario = catalog.read(injected.newName(), { ...source, ...below(source), data })
  injected.add({ ...scenario.faults[0]!, times: null }, { method, path, times, after })
}

const words = ['method', 'path', 'times', 'after', 'probability', 'handled', ...Object.keys(faults)]

/** Not all that a fault of a scenario has makes sense here: `on` and `nth` are said by `method`, `path` and `after`. */
function mustBeWords(given: InjectedFault, source: Source): void {
  const problems = Object.keys(given).flatMap((key) => {
    if (words.includes(key)) return []
    const known = `Known here: ${words.join(', ')}.`
    return [source.problem([], `unknown word "${key}".${didYouMean(key, words)} ${known}`, key)]
  })
  if (problems.length > 0) throw new ScenarioError(problems)
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
