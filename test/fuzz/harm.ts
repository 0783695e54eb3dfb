import type { LogEntry } from '../../src/index.ts'
import type { Shot } from './shots.ts'

/** What never may happen, whatever is sent: an error of ours, no answer, a promise that nobody caught. */
export class Harm extends Error {}

export interface Answer {
  status: number
  type: string
  text: string
  /** The connection broke, or the body did. */
  broken?: unknown
  /** We have left before it was whole. */
  left?: boolean
}

/** Seconds of processor time that no single request may take; most take less than a thousandth of it. */
export const mostSeconds = 4

/** @throws Harm where an answer is none that was scripted, or is not as answers are */
export function mustBeHarmless(
  { method, path }: Shot,
  answer: Answer,
  log: readonly LogEntry[],
  disturbed: boolean,
): void {
  const what = `${method} ${path.slice(0, 200)}`
  const bug = log.find(({ error }) => error?.includes('bug in run-emulator'))
  if (bug) throw new Harm(`${what}: ${bug.error}`)
  const scripted = disturbed && log.some(({ faults }) => faults && faults.length > 0)
  if (scripted) return
  const { status, text, type, broken, left } = answer
  if (broken !== undefined) throw new Harm(`${what}: the answer broke`, { cause: broken })
  if (status >= 500) throw new Harm(`${what} was answered with ${status}: ${text.slice(0, 2000)}`)
  if (left || method === 'HEAD' || status === 204) return
  if (status >= 400) mustBeAnError(what, answer)
  else if (type === 'application/json' && text !== '') parsed(what, text)
}

function mustBeAnError(what: string, { status, text }: Answer): void {
  const { error } = parsed(what, text) as { error?: Record<string, unknown> }
  const keys = Object.keys(error ?? {}).filter((key) => key !== 'detail')
  if (keys.join() !== 'message,type,param,code' || typeof error!.message !== 'string' || error!.message === '')
    throw new Harm(`${what} was answered with ${status} and no error: ${text.slice(0, 500)}`)
}

function parsed(what: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new Harm(`${what} was answered with what is no JSON: ${text.slice(0, 500)}`, { cause: error })
  }
}
