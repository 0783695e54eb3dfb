import type { IngestionOf } from '../engine/vector_stores/ingestion.ts'
import { type IngestionLine, isFor } from '../scenario/ingestion.ts'
import { scenarioOf } from './choose.ts'
import type { Exchange } from './exchange.ts'

/**
 * How files are taken into vector stores: as the scenario says that the header names, else the one that the vector store's metadata
 * names, else one of the user's that speaks of the file's name, else as usual. Items that are used up pass the choice on.
 * @throws NoScenario
 */
export function ingestionOf(exchange: Exchange): IngestionOf {
  const { project } = exchange
  const { catalog } = project
  const named = (name: string | undefined): IngestionLine[] =>
    name === undefined ? [] : catalog.get(name).vector_store_files
  const inHeader = exchange.header('x-emulator-scenario')
  // Read when a file comes: most requests bring none, and many clients name a scenario in all of them.
  if (inHeader !== undefined) catalog.mustHave(inHeader)
  return ({ upload }, { store }) => {
    const { filename } = upload.file
    for (const line of [...named(inHeader), ...named(scenarioOf(store.metadata)), ...catalog.ingestions(filename)])
      if (isFor(line, filename) && (line.times === null || project.tally.next(line.where) <= line.times)) return line
    return undefined
  }
}
