import type { Context, Handler } from 'hono'
import { ClockError } from '../engine/clock/clock.ts'
import { ControlError } from '../engine/control_error.ts'
import { defaultProject } from '../engine/projects.ts'
import { StorageError } from '../engine/files/storage.ts'
import { Refused, type RefusedReason } from '../engine/refused.ts'
import { Refusal } from '../run/refusal.ts'
import { NoScenario } from '../scenario/catalog.ts'
import { ScenarioError } from '../scenario/problems.ts'
import { ApiError, bug, EmulatorError, errors } from './errors.ts'
import { fileErrors, isFileReason } from './file_errors.ts'
import { injured } from './faults/inject.ts'
import { Exchange, type Services } from './exchange.ts'
import { header } from './header.ts'
import { introduce, isOutdated, refuseOutdated, type Rules } from './introduce.ts'

export type Serve = (exchange: Exchange) => Response | Promise<Response>

/**
 * A route: who asks, what is answered, and every way it can fail. One function instead of a chain of middleware, because each link
 * of a chain costs (decisions 29).
 */
export function serve(services: Services, rules: Rules, handle: Serve, route?: string): Handler {
  return (context) => {
    const exchange = new Exchange(context, services, services.projects.get(projectName(context)), route)
    try {
      if (rules.beta) mustBeAlive(exchange)
      introduce(exchange, rules)
      const act = () => (isOutdated(exchange, rules) ? refuseOutdated(exchange) : handle(exchange))
      const response = exchange.project.injected.any ? injured(exchange, act) : act()
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
  const error = toApiError(thrown)
  exchange.error = error.message
  return finish(exchange, exchange.json(error.body, error.status, error.headers))
}

export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof Refused) return toRefusal(error.reason)
  if (error instanceof StorageError) return new EmulatorError('storage', error.message)
  if (error instanceof Refusal && error.reason.kind !== 'script') return errors.runRefused(error.reason)
  if (error instanceof NoScenario) return new EmulatorError(error.code, error.message)
  if (error instanceof ScenarioError) return new EmulatorError('invalid_scenario', error.message)
  if (error instanceof ControlError) return new EmulatorError(error.code, error.message, error.status)
  if (error instanceof ClockError) return new EmulatorError('clock', error.message)
  return new EmulatorError('internal_error', bug(error), 500)
}

function toRefusal(reason: RefusedReason): ApiError {
  return isFileReason(reason) ? fileErrors.refused(reason) : errors.refused(reason)
}

/** After the shutdown, a share of the Assistants calls, drawn from the seed, finds the service gone. @throws ApiError */
function mustBeAlive({ project, services: { sunset } }: Exchange): void {
  if (sunset > 0 && (sunset === 1 || project.origin.draw('sunset', project.tally.next('sunset')) < sunset))
    throw errors.sunset()
}

const keyForm = /^Bearer sk-emulator-([\w.-]+)$/

/** The `OpenAI-Project` header, or a key `sk-emulator-NAME`, names the project (decisions 26). */
export function projectName(context: Context): string {
  const named = header(context, 'openai-project')
  if (named) return named
  const [, fromKey] = keyForm.exec(header(context, 'authorization') ?? '') ?? []
  return fromKey ?? defaultProject
}
