import type { Draft } from '../engine/project.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Exchange } from './exchange.ts'

const key = 'emulator_scenario'

/**
 * The scenario of a new run: the header's, else that of the run's metadata, of the assistant's metadata, else the user's whose
 * `match` fits, else `default` (decisions 14).
 * @throws NoScenario
 */
export function chooseScenario(exchange: Exchange, { run, assistant, thread, last_message }: Draft): Scenario {
  const { catalog } = exchange.services
  const named = exchange.header('x-emulator-scenario') ?? own(run.metadata) ?? own(assistant.metadata)
  if (named !== undefined) return catalog.get(named)
  return catalog.matching({ run, assistant, thread: thread.thread, last_message }) ?? catalog.get('default')
}

function own(metadata: Record<string, string>): string | undefined {
  return Object.hasOwn(metadata, key) ? metadata[key] : undefined
}
