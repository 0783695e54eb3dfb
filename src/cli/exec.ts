import { maskCommand } from '../engine/journal/mask.ts'
import { NoCommand, runCommand } from './exec/child.ts'
import { Recorder } from './exec/recorder.ts'
import { writeReports } from './exec/report.ts'
import { complaints, printed } from './exec/summary.ts'
import { list, toggle, whole } from './flags.ts'
import { emulatorOptions, settingFlags, type Settings } from './settings.ts'
import { survive } from './signals.ts'
import { BadValue, type Flag, type Subcommand, UsageError } from './subcommand.ts'

export interface ExecFlags extends Settings {
  port: number
  report: string[]
  strict: boolean
}

/** Serves the API while a command runs, and tells what the command did with it. */
export const exec: Subcommand<ExecFlags> = {
  name: 'exec',
  summary: 'Serves the API on a free port while a command runs, then sums up what it did.',
  flags: {
    port: whole('PORT', [0, 65535], 0, 'The port to listen on; 0 for any free one.'),
    ...settingFlags('skip'),
    report: reports(list('FILE', 'Writes the summary as JUnit (.xml) or JSON (.json); repeatable.')),
    strict: toggle('Fails if a request was unmatched or a run was left waiting.'),
  },
  args: { name: '[COMMAND...]', help: 'The command and its arguments, behind --', passThrough: true },
  run: async ({ port, report, strict, ...settings }, { env, out }, [name, ...args]) => {
    if (!name) throw new UsageError('name the command to run: run-emulator exec -- npm test.')
    const { createEmulator } = await import('../emulator.ts')
    const recorder = new Recorder()
    const emulator = createEmulator({
      ...emulatorOptions(settings),
      onRequest: recorder.request,
      onReset: recorder.leaving,
    })
    const { url } = await emulator.listen({ port })
    const revive = survive(out)
    try {
      const started = performance.now()
      const exit_code = await runCommand([name, ...args], { ...env, ...pointed(url, settings, env) }, out)
      const outcome = {
        command: maskCommand([name, ...args]),
        exit_code,
        ms: Math.round(performance.now() - started),
        strict,
      }
      const summary = recorder.finish(emulator)
      out.stderr.write(printed(summary))
      const wrong = [
        ...(await writeReports(report, out.cwd(), outcome, summary)),
        ...(strict ? complaints(summary).map((what) => `--strict: ${what}`) : []),
      ]
      for (const what of wrong) out.stderr.write(`run-emulator: ${what}.\n`)
      return exit_code || (wrong.length > 0 ? 1 : 0)
    } catch (error) {
      if (!(error instanceof NoCommand)) throw error
      out.stderr.write(`run-emulator: ${error.message}\n`)
      return error.exitCode
    } finally {
      await emulator.close()
      revive()
    }
  },
}

/** What makes the official clients, and whoever wants to control the emulator, find it. */
function pointed(url: string, { apiKey }: Settings, env: { OPENAI_API_KEY?: string }): Record<string, string> {
  return {
    OPENAI_BASE_URL: url,
    OPENAI_API_KEY: env.OPENAI_API_KEY || (apiKey[0] ?? 'any'),
    RUN_EMULATOR_URL: new URL(url).origin,
  }
}

function reports(flag: Flag<string[]>): Flag<string[]> {
  return {
    ...flag,
    read: (given) => {
      const files = flag.read(given)
      if (files.every((file) => /\.(xml|json)$/.test(file))) return files
      throw new BadValue('expected a file that ends in .xml (JUnit) or .json.')
    },
  }
}
