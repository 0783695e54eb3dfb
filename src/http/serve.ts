import type { Context, Handler } from 'hono'
import { ClockError } from '../engine/clock/clock.ts'
import { ControlError } from '../engine/control_error.ts'
import { defaultProject } from '../engine/projects.ts'
import { StorageError } from '../engine/files/storage.ts'
import { ApiError } from '../run/api_error.ts'
import { type Reason, Refusal } from '../run/refusal.ts'
import { NoScenario } from '../scenario/catalog.ts'
import { ScenarioError } from '../scenario/problems.ts'
import { bug, EmulatorError } from './emulator_error.ts'
import { injured } from './faults/inject.ts'
import { Exchange } from './exchange.ts'
import { header } from './header.ts'
import { introduce, isOutdated, keyOf, refuseOutdated, type Rules } from './introduce.ts'
import { surroundings } from './surroundings.ts'

export type Serve = (exchange: Exchange) => Response | Promise<Response>

/**
 * A route: who asks, what is answered, and every way it can fail. One function instead of a chain of middleware, because each link
 * of a chain costs (decisions 29).
 */
export function serve(rules: Rules, handle: Serve, route?: string): Handler {
  return (context) => {
    const { services } = surroundings(context)
    const exchange = new Exchange(context, services, services.projects.get(projectName(context)), route)
    try {
      if (rules.beta) mustBeAlive(exchange)
      introduce(exchange, rules)
      const act = isOutdated(exchange, rules) ? refuseOutdated : handle
      const response = exchange.project.injected.any ? injured(exchange, () => act(exchange)) : act(exchange)
      return response instanceof Promise
        ? response.then(
            (given) => finish(exchange, given),
            (error) => fail(exchange, error),
          )
        : finish(exchange, response)
    } catch (error) {
      return fail(exchange, error)
    }
  }
}

/** A stream writes its own line when it ends. */
function finish(exchange: Exchange, response: Response): Response {
  if (!exchange.streams) exchange.done()
  return response
}

function fail(exchange: Exchange, thrown: unknown): Response {
  const error = answerTo(thrown)
  exchange.error = error.message
  return finish(exchange, exchange.json(error.body, error.status, error.headers))
}

/** How a request is answered that has failed: as the service would, or where it is ours as the service never did. */
export function answerTo(error: unknown): ApiError | EmulatorError {
  if (error instanceof ApiError || error instanceof EmulatorError) return error
  if (error instanceof StorageError) return new EmulatorError('storage', error.message)
  if (error instanceof Refusal && error.reason.kind !== 'script') return refusedByRun(error.reason)
  if (error instanceof NoScenario) return new EmulatorError(error.code, error.message)
  if (error instanceof ScenarioError) return new EmulatorError('invalid_scenario', error.message)
  if (error instanceof ControlError) return new EmulatorError(error.code, error.message, error.status)
  if (error instanceof ClockError) return new EmulatorError('clock', error.message)
  return new EmulatorError('internal_error', bug(error), 500)
}

/** What a run's lifecycle forbids. Its scripts hear the same, so only here it becomes an error of the service. */
function refusedByRun(reason: Exclude<Reason, { kind: 'script' }>): ApiError {
  switch (reason.kind) {
    case 'missing_outputs':
      return new ApiError('outputs_do_not_fit', { expected: pythonList(reason.expected), got: pythonList(reason.got) })
    case 'duplicate_outputs':
      return new ApiError('duplicate_outputs', { got: pythonList(reason.got) })
    case 'status':
      return new ApiError(reason.command === 'cancel' ? 'run_not_cancellable' : 'run_takes_no_outputs', reason)
  }
}

/** Lists in the service's texts are printed as Python prints them. */
function pythonList(items: string[]): string {
  return `[${items.map((item) => `'${item}'`).join(', ')}]`
}

/** After the shutdown, a share of the Assistants calls, drawn from the seed, finds the service gone. @throws ApiError */
function mustBeAlive({ project, services: { sunset } }: Exchange): void {
  if (sunset > 0 && (sunset === 1 || project.origin.draw('sunset', project.tally.next('sunset')) < sunset))
    throw new ApiError('sunset')
}

const keyForm = /^sk-emulator-(.+)$/

/** The `OpenAI-Project` header, or a key `sk-emulator-NAME`, names the project (decisions 26). */
export function projectName(context: Context): string {
  const named = header(context, 'openai-project')
  if (named) return named
  return keyForm.exec(keyOf(context) ?? '')?.[1] ?? defaultProject
}
