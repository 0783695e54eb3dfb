import { Command, CommanderError, Option } from 'commander'
import { version } from '../package.ts'
import { exec } from './exec.ts'
import { afterHelp } from './help.ts'
import { lint } from './lint.ts'
import { scenarios } from './scenarios.ts'
import { schema } from './schema.ts'
import { serve } from './serve.ts'
import { type Flag, type Given, settle, spelling, type Subcommand, UsageError } from './subcommand.ts'
import type { Surroundings } from './world.ts'

/** Runs the subcommand that the arguments name and resolves to the exit code; the only user of commander. @throws UsageError */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let code = 0
  const done = (given: number | void) => {
    code = given ?? 0
  }
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
    .enablePositionalOptions()
    .exitOverride()
  const main = add(program, serve, surroundings, done, true)
  add(program, exec, surroundings, done)
  add(program, lint, surroundings, done)
  add(program, scenarios, surroundings, done)
  add(program, schema, surroundings, done)
  program.addHelpText('after', () => `\n${main.helpInformation()}`).addHelpText('afterAll', afterHelp)
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode !== 0) throw new UsageError(inOneLine(error, program))
    return 0
  }
}

function add<Flags extends object>(
  program: Command,
  { name, summary, flags, args, run }: Subcommand<Flags>,
  surroundings: Surroundings,
  done: (code: number | void) => void,
  isDefault = false,
): Command {
  const command = program.command(name, { isDefault }).description(summary).allowExcessArguments(false)
  if (args) command.argument(args.name, args.help).passThroughOptions(args.passThrough === true)
  const entries = Object.entries(flags) as [string, Flag<unknown>][]
  for (const [key, flag] of entries) command.addOption(option(key, flag))
  return command.action(async (...parameters: unknown[]) => {
    const given = parameters.at(args ? 1 : 0) as Given
    const values = entries.map(([key, flag]) => [key, settle(key, flag, given[key], surroundings.env)])
    done(await run(Object.fromEntries(values) as Flags, surroundings, args ? (parameters[0] as string[]) : []))
  })
}

/** Commander only collects what was given: it knows neither fallbacks nor what the texts mean. */
function option(key: string, { help, value, optional, fallback, shown = String(fallback) }: Flag<unknown>): Option {
  if (!value) return new Option(spelling(key), help)
  const described = shown === '' ? help : `${help} (default: ${shown})`
  const place = optional ? `[${value}]` : `<${value}>`
  return new Option(`${spelling(key)} ${place}`, described).argParser((text: string, before: string[] = []) => [
    ...before,
    text,
  ])
}

function inOneLine({ code, message }: CommanderError, { commands }: Command): string {
  const [stranger] = commands.flatMap(({ args }) => args)
  if (code === 'commander.excessArguments') return `unknown command or argument '${stranger}'.`
  return message.replace(/^error: /, '').replaceAll('\n', ' ')
}
