import { list } from './flags.ts'
import { type Subcommand, UsageError } from './subcommand.ts'

/** Lists the scenarios there are, or draws one. */
export const scenarios: Subcommand<{ scenarios: string[] }> = {
  name: 'scenarios',
  summary: 'Lists the scenarios, a line each; `scenarios show NAME` draws the path of a run through one.',
  flags: { scenarios: list('PATH', 'Your own files or folders, beside the shipped ones; repeatable.') },
  args: { name: '[WORDS...]', help: 'Nothing, or: show NAME' },
  run: async ({ scenarios: paths }, { out }, [word, name, ...more]) => {
    if (word !== undefined && (word !== 'show' || name === undefined || more.length > 0))
      throw new UsageError('write "scenarios", or "scenarios show NAME".')
    const { Catalog, NoScenario } = await import('../scenario/catalog.ts')
    const { reader } = await import('../http/faults/index.ts')
    const { draw } = await import('../scenario/draw.ts')
    const catalog = new Catalog(reader)
    for (const path of paths) catalog.add(path)
    if (name !== undefined) {
      try {
        out.stdout.write(`${draw(catalog.get(name))}\n`)
        return
      } catch (error) {
        throw error instanceof NoScenario ? new UsageError(error.message) : error
      }
    }
    const all = catalog.list()
    const width = Math.max(...all.map(({ scenario }) => scenario.name.length))
    for (const { scenario, shipped } of all)
      out.stdout.write(`${scenario.name.padEnd(width)}  ${scenario.description}${shipped ? '' : ' (yours)'}\n`)
  },
}
