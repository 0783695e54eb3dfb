import { parseWait } from '../durations.ts'
import { seen } from '../words.ts'
import type { Zod } from '../zod.ts'

const span = String.raw`\d+(\.\d+)?\s*(ms|s|m|h)`

export const durationPattern = new RegExp(`^${span}$`)
export const waitPattern = new RegExp(String.raw`^(${span}(\s+to\s+${span})?|\d+ polls?)$`)
export const spanPattern = new RegExp(String.raw`^${span}(\s+to\s+${span})?$`)

export const duration = (z: Zod) => text(z, durationPattern, 'a duration such as 300ms, 2s, 1m or 1h')

/** A duration, or a range of which one is drawn from the seed. */
export const span_ = (z: Zod) => text(z, spanPattern, 'a time such as 20ms or 10ms to 50ms').superRefine(upwards)

export const wait = (z: Zod) =>
  text(z, waitPattern, 'a wait such as 300ms, 2s, 1m, 1s to 3s or 2 polls').superRefine(upwards)

function text(z: Zod, pattern: RegExp, what: string) {
  const error = ({ input }: { input?: unknown }) => `expected ${what}, but this is ${seen(input)}`
  return z
    .string({ error: (issue) => (issue.input === undefined ? undefined : error(issue)) })
    .regex(pattern, { error })
    .meta({ patternErrorMessage: `Expected ${what}.` })
}

function upwards(given: string, context: { addIssue(message: string): void }): void {
  const wait = parseWait(given)
  if ('to' in wait && wait.to !== undefined && wait.ms > wait.to)
    context.addIssue(`a range goes from the shorter time to the longer one, but this is ${seen(given)}`)
}
