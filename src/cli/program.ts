import { Command, CommanderError, Option } from 'commander'
import { version } from '../package.ts'
import { afterHelp } from './help.ts'
import { serve } from './serve.ts'
import { type Flag, fromEnvironment, read, spelling, type Subcommand, UsageError } from './subcommand.ts'
import type { Surroundings } from './world.ts'

/** Runs the subcommand that the arguments name; the only user of commander. @throws UsageError */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<void> {
  const { stdout } = surroundings.out
  const program = new Command('run-emulator')
    .description('A local server that stands in for the OpenAI Assistants API v2: threads, runs and their streams.')
    .version(version(), '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print this help.')
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      outputError: () => {},
      getOutHelpWidth: () => Math.min(stdout.columns ?? 100, 120),
      getOutHasColors: () => false,
    })
    .helpCommand('help [command]', 'Print the help of a command.')
    .exitOverride()
  const main = add(program, serve, surroundings, true)
  program.addHelpText('after', () => `\n${main.helpInformation()}`).addHelpText('afterAll', afterHelp)
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode !== 0) throw new UsageError(inOneLine(error, main.args))
  }
}

function add<Flags extends object>(
  program: Command,
  { name, summary, flags, run }: Subcommand<Flags>,
  surroundings: Surroundings,
  isDefault = false,
): Command {
  const command = program.command(name, { isDefault }).description(summary).allowExcessArguments(false)
  const entries = Object.entries(flags) as [string, Flag<unknown>][]
  for (const [key, flag] of entries) command.addOption(option(key, flag))
  return command.action(async (given: Record<string, unknown>) => {
    const values = entries.map(([key, flag]) => [
      key,
      given[key] ?? fromEnvironment(key, flag, surroundings.env) ?? flag.fallback,
    ])
    await run(Object.fromEntries(values) as Flags, surroundings)
  })
}

/** Commander is not told the fallback: what it then gives was given on the command line. */
function option(key: string, flag: Flag<unknown>): Option {
  const { help, value, fallback, shown = String(fallback), many } = flag
  const name = spelling(key)
  if (!value) return new Option(name, help)
  const described = shown === '' ? help : `${help} (default: ${shown})`
  return new Option(`${name} <${value}>`, described).argParser((text: string, before: unknown) => {
    const given = read(name, flag, text)
    return many && before !== undefined ? [...(before as unknown[]), ...(given as unknown[])] : given
  })
}

function inOneLine({ code, message }: CommanderError, [stranger]: string[]): string {
  if (code === 'commander.excessArguments') return `unknown command or argument '${stranger}'.`
  return message.replace(/^error: /, '').replaceAll('\n', ' ')
}
