import { ControlError } from '../engine/control_error.ts'
import { maskText } from '../engine/journal/mask.ts'
import { ScenarioError } from '../scenario/problems.ts'
import { UsageError } from './subcommand.ts'
import type { Output } from './world.ts'

/** Says on `stderr` what went wrong, in a line for each thing, without secrets; returns the exit code. */
export function complain(error: unknown, stderr: Output): number {
  stderr.write(`${maskText(said(error))}\n`)
  return error instanceof UsageError ? 2 : 1
}

function said(error: unknown): string {
  if (error instanceof UsageError) return `run-emulator: ${error.message} See run-emulator --help.`
  if (error instanceof ControlError || error instanceof ScenarioError) return error.message
  return `run-emulator: ${explain(error)}`
}

interface SystemError extends Error {
  code: string
  address?: string
  hostname?: string
  port?: number
  path?: string
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, address, hostname, port, path } = error as SystemError
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} on ${address} is taken. Choose another with --port, or any free one with --port 0.`
    case 'EADDRNOTAVAIL':
      return `${address} is not an address of this machine. Choose another with --host.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `there is no host "${hostname}". Choose another with --host.`
    case 'ENOENT':
      return `there is no file or folder "${path}".`
    case 'EACCES':
      return path
        ? `"${path}" may not be read or written.`
        : `port ${port} may not be used. Choose one above 1023 with --port.`
    default:
      return `this is a bug in run-emulator. ${error.stack ?? error.message}`
  }
}
