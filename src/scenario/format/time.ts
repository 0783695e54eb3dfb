import type { Zod } from '../zod.ts'

const span = String.raw`\d+(\.\d+)?\s*(ms|s|m|h)`

export const durationPattern = new RegExp(`^${span}$`)
export const waitPattern = new RegExp(String.raw`^(${span}(\s+to\s+${span})?|\d+ polls?)$`)
export const spanPattern = new RegExp(String.raw`^${span}(\s+to\s+${span})?$`)

export const duration = (z: Zod) =>
  z.string().regex(durationPattern, { error: 'expected a duration such as 300ms, 2s, 1m or 1h' })

/** A duration, or a range of which one is drawn from the seed. */
export const span_ = (z: Zod) =>
  z.string().regex(spanPattern, { error: 'expected a time such as 20ms or 10ms to 50ms' })

export const wait = (z: Zod) =>
  z.string().regex(waitPattern, { error: 'expected a wait such as 300ms, 2s, 1m, 1s to 3s or 2 polls' })
