import type { Faker } from './faker.ts'
import type { Schema } from './schema.ts'
import { rangeFor } from './words.ts'

/** A number within its limits; one that suits the property's name where there are none. */
export function inventNumber(schema: Schema, name: string, faker: Faker, whole: boolean): number {
  const step = schema.multipleOf as number | undefined
  const { low, high } = limits(schema, name, whole)
  if (step !== undefined && step > 0) return multiple(low, high, step, faker)
  if (whole) return between(Math.ceil(low), Math.floor(high), faker)
  // Two digits where they fit: nobody writes more.
  const rounded = Number(faker.number.float({ min: low, max: Math.max(low, high) }).toFixed(2))
  return rounded >= low && rounded <= high && allowed(rounded, schema) ? rounded : inside(low, high)
}

function limits(schema: Schema, name: string, whole: boolean): { low: number; high: number } {
  const min = bound(schema.minimum, schema.exclusiveMinimum, Math.max)
  const max = bound(schema.maximum, schema.exclusiveMaximum, Math.min)
  const usual = rangeFor(name)
  const low = min ?? (max === undefined ? usual.low : Math.min(usual.low, max))
  const high = max ?? Math.max(usual.high, low + 100)
  if (!whole) return { low, high }
  return {
    low:
      schema.exclusiveMinimum === low || (schema.exclusiveMinimum === true && Number.isInteger(low))
        ? Math.floor(low) + 1
        : low,
    high:
      schema.exclusiveMaximum === high || (schema.exclusiveMaximum === true && Number.isInteger(high))
        ? Math.ceil(high) - 1
        : high,
  }
}

/** `exclusiveMinimum` is a number, or in old drafts says of `minimum` that it is excluded. */
function bound(given: unknown, exclusive: unknown, choose: (...numbers: number[]) => number): number | undefined {
  const numbers = [given, exclusive].filter((each): each is number => typeof each === 'number')
  return numbers.length > 0 ? choose(...numbers) : undefined
}

function allowed(number: number, { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): boolean {
  const low = exclusiveMinimum === true ? minimum : exclusiveMinimum
  const high = exclusiveMaximum === true ? maximum : exclusiveMaximum
  return number !== low && number !== high
}

const inside = (low: number, high: number) => (high > low ? low / 2 + high / 2 : low)

function between(low: number, high: number, faker: Faker): number {
  if (high <= low) return low
  const min = Math.max(low, Number.MIN_SAFE_INTEGER)
  const max = Math.min(high, Number.MAX_SAFE_INTEGER)
  return max > min ? faker.number.int({ min, max }) : low
}

/** Not every product is seen as a multiple again: 3 × 0.1 is not. */
function multiple(low: number, high: number, step: number, faker: Faker): number {
  const first = Math.ceil(low / step)
  const last = Math.floor(high / step)
  const start = between(first, last, faker)
  for (let n = 0; n < 100; n++) {
    const candidate =
      (start + n <= last ? start + n : first + ((start + n - first) % Math.max(1, last - first + 1))) * step
    if (Number.isInteger(candidate / step)) return candidate
  }
  return first * step
}
