import { maskText } from '../engine/journal/mask.ts'
import type { World } from './world.ts'

const signals = ['SIGINT', 'SIGTERM']

/** Resolves at the first signal; a second one ends the process at once. */
export function untilStopped(out: World): Promise<void> {
  return new Promise((resolve) => {
    const again = () => out.exit(130)
    const stop = () => {
      for (const signal of signals) out.off(signal, stop)
      for (const signal of signals) out.on(signal, again)
      resolve()
    }
    for (const signal of signals) out.on(signal, stop)
  })
}

/** How long what is open may take to end, in milliseconds. */
const patience = 900

/** Ends the process even if something that is being closed hangs. */
export function hurry(out: World): void {
  setTimeout(() => out.exit(0), patience).unref()
}

/** One request's bug must not end everyone's server: it is told on stderr, and serving goes on. Returns how to undo that. */
export function survive(out: World): () => void {
  const tell = (error: unknown) => {
    const what = maskText(error instanceof Error ? (error.stack ?? error.message) : String(error))
    out.stderr.write(`run-emulator: this is a bug in run-emulator; it goes on serving. ${what}\n`)
  }
  const events = ['uncaughtException', 'unhandledRejection']
  for (const event of events) out.on(event, tell)
  return () => {
    for (const event of events) out.off(event, tell)
  }
}
