import type { Emulator } from 'run-emulator'
import type { Exchange } from './recording.ts'

type Fault = Parameters<Emulator['faults']['add']>[0]

/** What tells a client when to come back, if at all. */
const hints = /^(?:retry-after|x-should-retry|x-ratelimit-)/

/** A rate limit or a failure of the service, which no request could bring about: the fault that has it so, in the recorded words. */
export function troubleOf({ request: { method }, response: { status, headers, body } }: Exchange): Fault | null {
  if (status !== 429 && status < 500) return null
  const { message, type, param, code } = (body as { error?: Record<string, string | undefined> } | null)?.error ?? {}
  const more = Object.fromEntries(Object.entries(headers).filter(([name]) => hints.test(name)))
  return { method, http_error: { status, message, type, param, code, headers: more } }
}
