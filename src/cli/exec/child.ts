import { constants } from 'node:os'
import type { Environment, World } from '../world.ts'

const signals =
  process.platform === 'win32' ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

/** Sent by a terminal to every process in its foreground: passed on, the command would get them twice. */
const fromKeyboard = new Set(['SIGINT', 'SIGQUIT'])

/** The command cannot be started. */
export class NoCommand extends Error {
  override readonly name = 'NoCommand'
  /** What a shell would exit with: 127 if it is not there, 126 if it may not be executed. */
  readonly exitCode: 126 | 127

  constructor(message: string, exitCode: 126 | 127) {
    super(message)
    this.exitCode = exitCode
  }
}

/**
 * Runs a command in this one's terminal, passes on the signals that come meanwhile, and resolves to its exit code, or 128 and the
 * signal's number if one ended it. @throws NoCommand
 */
export async function runCommand(
  [name, ...args]: [string, ...string[]],
  env: Environment,
  out: World,
): Promise<number> {
  // Built, this file is part of one that every command loads.
  const { spawn } = await import('cross-spawn')
  const child = spawn(name, args, { stdio: 'inherit', env })
  const inTerminal = [out.stdin, out.stdout, out.stderr].some((stream) => stream?.isTTY === true)
  const passOn = signals.map((signal) => {
    const pass = () => void (inTerminal && fromKeyboard.has(signal) ? false : child.kill(signal as NodeJS.Signals))
    out.on(signal, pass)
    return () => out.off(signal, pass)
  })
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) => reject(explained(name, error)))
      child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal!]))
    })
  } finally {
    for (const stop of passOn) stop()
  }
}

function explained(name: string, error: NodeJS.ErrnoException): Error {
  switch (error.code) {
    case 'ENOENT':
      return new NoCommand(
        `there is no command "${name}". Check the spelling; what a package brings is started with "npx ${name}".`,
        127,
      )
    case 'EACCES':
      return new NoCommand(`"${name}" may not be executed. Name the program that runs it, such as "node ${name}".`, 126)
    default:
      return error
  }
}
