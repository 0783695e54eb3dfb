import type { Draft } from '../engine/project.ts'
import { view } from '../engine/view.ts'
import type { View } from '../scenario/conditions.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { EmulatorError } from './errors.ts'
import type { Exchange } from './exchange.ts'

const key = 'emulator_scenario'

/**
 * The scenario of a new run: the header's, else that of the run's metadata, of the assistant's metadata, else the user's whose
 * `match` fits, else `default` (decisions 14). One that is used up passes the choice on.
 * @throws NoScenario, EmulatorError where nothing fits and that is to be an error
 */
export function chooseScenario(exchange: Exchange, draft: Draft): Scenario {
  const { catalog, unmatched } = exchange.services
  const { choice } = exchange.project
  const { run, assistant, thread, messages } = draft
  for (const name of [exchange.header('x-emulator-scenario'), own(run.metadata), own(assistant.metadata)]) {
    const named = name === undefined ? undefined : catalog.get(name)
    if (named && !choice.usedUp(named)) return choice.use(named)
  }
  const around = view(run, assistant, thread, messages)
  const fitting = catalog.matching(around, (scenario) => choice.takes(scenario))
  if (fitting) return choice.use(fitting)
  if (catalog.matches) {
    exchange.entry.unmatched = explain(exchange, around)
    if (unmatched === 'error') throw new EmulatorError('unmatched_run', exchange.entry.unmatched)
  }
  return choice.use(catalog.get('default'))
}

/** Why none of the user's scenarios took the run, by name. */
function explain({ services: { catalog } }: Exchange, around: View): string {
  const reasons = catalog
    .nearest(around)
    .map(
      ({ name, failed }) =>
        `"${name}" ${failed.length > 0 ? `wants ${failed.join(', and ')}` : 'is used up or was not drawn'}`,
    )
  return `No scenario matches this run. Nearest: ${reasons.join('; ')}.`
}

function own(metadata: Record<string, string>): string | undefined {
  return Object.hasOwn(metadata, key) ? metadata[key] : undefined
}
