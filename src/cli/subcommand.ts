import type { Environment, Surroundings } from './world.ts'

/** A subcommand as data: what it is called, what it takes, what it does. */
export interface Subcommand<Flags> {
  name: string
  summary: string
  /** By their key in camel case: `pollAfter` is `--poll-after` and RUN_EMULATOR_POLL_AFTER. */
  flags: { [Key in keyof Flags]: Flag<Flags[Key]> }
  /** What it takes besides flags, for help: `[FILES...]`. */
  args?: {
    name: string
    help: string
    /** What follows the first one belongs to it, flags too. */
    passThrough?: boolean
  }
  /** Resolves when the command is done, to the exit code if it is not 0. */
  run(flags: Flags, surroundings: Surroundings, args: string[]): Promise<number | void>
}

/** One flag. Without `value` it is a switch. */
export interface Flag<T> {
  help: string
  /** How help calls the value that follows. */
  value?: string
  /** The value may be left out: `read` is given `true`. */
  optional?: boolean
  fallback: T
  /** How help shows the fallback, if not as it is. */
  shown?: string
  /** May be given several times; the values are joined. */
  many?: boolean
  /** @throws BadValue */
  read(text: string): T
}

/** What a flag does not accept; the message says what it does. */
export class BadValue extends Error {
  override readonly name = 'BadValue'
}

/** The command line is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** `--poll-after` of `pollAfter`. */
export function spelling(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** `RUN_EMULATOR_POLL_AFTER` of `pollAfter`. */
export function variable(key: string): string {
  return `RUN_EMULATOR${spelling(key).slice(1).replaceAll('-', '_').toUpperCase()}`
}

/** What the command line gave each flag: all texts that followed it, or true if none can. */
export type Given = Record<string, string[] | true | undefined>

/** A flag's value: from the command line, else from the environment, where an empty variable is none, else its fallback. @throws UsageError */
export function settle<T>(key: string, flag: Flag<T>, given: Given[string], env: Environment): T {
  if (given === true) return read('', flag, 'true')
  if (given) {
    const values = (flag.many ? given : given.slice(-1)).map((text) => read(spelling(key), flag, text))
    return flag.many ? (values.flat() as T) : values[0]!
  }
  const text = env[variable(key)]
  return text ? read(variable(key), flag, text) : flag.fallback
}

function read<T>(where: string, flag: Flag<T>, text: string): T {
  try {
    return flag.read(text)
  } catch (error) {
    throw error instanceof BadValue ? new UsageError(`${where} is "${text}": ${error.message}`) : error
  }
}
