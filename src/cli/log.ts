import { styleText } from 'node:util'
import type { LogEntry } from '../http/services.ts'
import type { Announcement } from './ready.ts'
import type { Environment, Output } from './world.ts'

export type LogFormat = 'text' | 'json'

/** What the program tells while it runs; one line each. */
export interface Log {
  ready(announcement: Announcement): void
  hint(text: string): void
  request(entry: LogEntry): void
}

export function createLog(format: LogFormat, output: Output, env: Environment): Log {
  const line = (text: string) => void output.write(`${text}\n`)
  if (format === 'json') {
    const tell = (event: string, data: object) => line(JSON.stringify({ event, ...data }))
    return {
      ready: (announcement) => tell('ready', announcement),
      hint: (message) => tell('hint', { message }),
      request: (entry) => tell('request', { ...entry, ms: Number(entry.ms.toFixed(2)) }),
    }
  }
  const paint = painter(output, env)
  return {
    ready: (announcement) => line(readyLine(announcement, paint)),
    hint: (text) => line(`Hint: ${text}`),
    request: (entry) => line(requestLine(entry, paint)),
  }
}

type Paint = (format: Parameters<typeof styleText>[0], text: string) => string

/** Colours on a terminal, none elsewhere; NO_COLOR and FORCE_COLOR have the last word. */
function painter(output: Output, env: Environment): Paint {
  const forced = env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : undefined
  const coloured = !env.NO_COLOR && (forced ?? (output.isTTY === true && env.TERM !== 'dumb'))
  return coloured ? (format, text) => styleText(format, text, { validateStream: false }) : (_, text) => text
}

function readyLine({ url, warning }: Announcement, paint: Paint): string {
  const set = `set OPENAI_BASE_URL=${url} OPENAI_API_KEY=any`
  return `run-emulator is ready at ${paint('bold', url)} (${set})${warning ? ` ${paint(['bold', 'red'], warning)}` : ''}`
}

/**
 * `POST /v1/threads/runs  200  hello  queued  1.2 ms`; then the project if it is not the default one, the faults that disturbed the
 * answer, and why it was refused or why no scenario of the user's took the run.
 */
export function requestLine(entry: LogEntry, paint: Paint = (_, text) => text): string {
  const { method, path, status, scenario, run, project, faults = [], error, unmatched, ms } = entry
  const why = error ?? unmatched
  const parts = [
    `${paint('bold', method.padEnd(6))} ${printable(path)}`,
    paint(colour(status), String(status)),
    ...(scenario ? [paint('cyan', printable(scenario))] : []),
    ...(run ? [run.status] : []),
    paint('dim', `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`),
    ...(project === 'default' ? [] : [`project=${printable(project)}`]),
    ...faults.map((fault) => `fault=${printable(fault)}`),
    ...(why ? [paint('dim', printable(why.split('\n')[0]!))] : []),
  ]
  return parts.join('  ')
}

/** Where the connection broke there is no status: 0. */
function colour(status: number): 'green' | 'yellow' | 'red' {
  return status >= 500 || status === 0 ? 'red' : status >= 400 ? 'yellow' : 'green'
}

const longest = 200

/** A path may hold anything: no request moves the cursor, starts a line of its own or fills the screen. */
function printable(text: string): string {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text
  return shown.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, encodeURIComponent)
}
