import { resolve } from 'node:path'
import { toggle } from './flags.ts'
import { hasFolder } from './ready.ts'
import { type Subcommand, UsageError } from './subcommand.ts'

interface Told {
  file: string
  line: number
  column?: number
  level: 'error' | 'warning' | 'note'
  message: string
}

/** Says all that is wrong with scenario files at once, and what reads well but can never happen. */
export const lint: Subcommand<{ json: boolean }> = {
  name: 'lint',
  summary: 'Checks scenario files: mistakes, and what can never happen. Exit code 1 if there is any.',
  flags: { json: toggle('A JSON list of {file, line, column, level, message}, for machines.') },
  args: { name: '[PATHS...]', help: 'Files or folders; the folder scenarios/ if none is given.' },
  run: async ({ json }, { out }, given) => {
    if (given.length === 0 && !hasFolder(out.cwd(), 'scenarios'))
      throw new UsageError('there is no folder scenarios/ here: name the files to check.')
    const { checked, found } = await check(given.length > 0 ? given : ['scenarios'])
    if (json) out.stdout.write(`${JSON.stringify(found, null, 2)}\n`)
    else {
      const { counted } = await import('../scenario/words.ts')
      for (const { file, line, column, level, message } of found)
        out.stdout.write(
          `${[file, line, column].filter((part) => part !== undefined).join(':')}: ${level}: ${message}\n`,
        )
      out.stdout.write(
        `${found.length === 0 ? 'No problems' : counted(found.length, 'finding')} in ${counted(checked, 'scenario')}.\n`,
      )
    }
    return found.some(({ level }) => level !== 'note') ? 1 : 0
  },
}

async function check(paths: string[]): Promise<{ checked: number; found: Told[] }> {
  const { reader } = await import('../http/faults/index.ts')
  const { lint: look } = await import('../scenario/lint/lint.ts')
  const { scenarioFiles } = await import('../scenario/files.ts')
  const seen = new Set<string>()
  const read = paths.map((path) => {
    const files = scenarioFiles(path)
    if (files.length === 0) throw new UsageError(`there is no scenario in "${path}": no file .yaml or .yml.`)
    return reader.soundFiles(files.filter((file) => !seen.has(resolve(file)) && seen.add(resolve(file))))
  })
  const scenarios = read.flatMap((each) => each.scenarios)
  const problems = read.flatMap((each) => each.problems)
  const findings = look(scenarios).map(({ where, level, message }): Told => {
    const [, file = where, line = '1'] = /^(.*):(\d+)$/.exec(where) ?? []
    return { file, line: Number(line), level, message }
  })
  return {
    checked: seen.size,
    found: [...problems.map((problem) => ({ ...problem, level: 'error' as const })), ...findings],
  }
}
