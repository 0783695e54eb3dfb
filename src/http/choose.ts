import type { ChosenBy } from '../engine/journal/entry.ts'
import type { Draft } from '../engine/project.ts'
import { view } from '../engine/view.ts'
import type { View } from '../scenario/conditions.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { EmulatorError } from './emulator_error.ts'
import type { Exchange } from './exchange.ts'

const key = 'emulator_scenario'

/**
 * The scenario of a new run: the header's, else the one queued next, else that of the run's metadata, of the assistant's metadata, else
 * the user's whose `match` fits, else `default` (decisions 14). One that is used up passes the choice on.
 * @throws NoScenario, EmulatorError where nothing fits and that is to be an error
 */
export function chooseScenario(exchange: Exchange, draft: Draft): Scenario {
  const { choice, catalog, queue } = exchange.project
  const { run, assistant, thread, messages } = draft
  const named = (name: string | undefined) => {
    const scenario = name === undefined ? undefined : catalog.get(name)
    return scenario && !choice.usedUp(scenario) ? scenario : undefined
  }
  const byHeader = named(exchange.header('x-emulator-scenario'))
  if (byHeader) return use(exchange, 'header', byHeader)
  const queued = queue.take()
  if (queued) return use(exchange, 'next', queued)
  const byRun = named(scenarioOf(run.metadata))
  if (byRun) return use(exchange, 'run metadata', byRun)
  const byAssistant = named(scenarioOf(assistant.metadata))
  if (byAssistant) return use(exchange, 'assistant metadata', byAssistant)
  if (catalog.matches) {
    const around = view(run, assistant, thread, messages)
    const matching = catalog.matching(around, (scenario) => choice.takes(scenario))
    if (matching) return use(exchange, 'match', matching)
    exchange.entry.unmatched = explain(exchange, around)
    if (exchange.services.unmatched === 'error') throw new EmulatorError('unmatched_run', exchange.entry.unmatched)
  }
  return use(exchange, 'default', catalog.get('default'))
}

function use(exchange: Exchange, chosen_by: ChosenBy, scenario: Scenario): Scenario {
  exchange.entry.chosen_by = chosen_by
  return exchange.project.choice.use(scenario)
}

/** Why none of the user's scenarios took the run, by name. */
function explain({ project: { catalog } }: Exchange, around: View): string {
  const reasons = catalog
    .nearest(around)
    .map(
      ({ name, failed }) =>
        `"${name}" ${failed.length > 0 ? `wants ${failed.join(', and ')}` : 'is used up or was not drawn'}`,
    )
  return `No scenario matches this run. Nearest: ${reasons.join('; ')}.`
}

/** The scenario that an object's metadata names. */
export function scenarioOf(metadata: Record<string, string>): string | undefined {
  return Object.hasOwn(metadata, key) ? metadata[key] : undefined
}
