import { fits } from '../../scenario/text_test.ts'
import { counted } from '../../scenario/words.ts'
import type { TextExpectation, Times } from './expectation.ts'

/** What is wrong with a value, in words; nothing if it is as expected. */
export type Flaws = string[]

export function textFlaws(
  name: string,
  expected: TextExpectation | undefined,
  actual: string | null | undefined,
): Flaws {
  if (expected === undefined) return []
  const { equals, contains, glob, regex } = typeof expected === 'string' ? { equals: expected } : expected
  const is = `${name} is ${quote(actual)}`
  return [
    ...(equals !== undefined && actual !== equals ? [`${is}, not ${quote(equals)}`] : []),
    ...(contains !== undefined && !actual?.includes(contains)
      ? [`${is}, which does not contain ${quote(contains)}`]
      : []),
    ...(glob !== undefined && !fits({ glob }, actual) ? [`${is}, which is not like ${quote(glob)}`] : []),
    ...(regex !== undefined && !fits({ regex }, actual) ? [`${is}, which does not match /${regex}/`] : []),
  ]
}

/** Objects may have more keys than expected, lists not more items. */
export function partFlaws(name: string, expected: unknown, actual: unknown): Flaws {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${name} is ${quote(actual)}, not a list`]
    if (actual.length !== expected.length)
      return [`${name} has ${counted(actual.length, 'item')}, not ${expected.length}`]
    return expected.flatMap((item, n) => partFlaws(`${name}[${n}]`, item, actual[n]))
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null) return [`${name} is ${quote(actual)}, not ${quote(expected)}`]
    return Object.entries(expected).flatMap(([key, value]) =>
      partFlaws(`${name}.${key}`, value, (actual as Record<string, unknown>)[key]),
    )
  }
  return Object.is(expected, actual) ? [] : [`${name} is ${quote(actual)}, not ${quote(expected)}`]
}

/** At least these. */
export function textsFlaws(
  name: string,
  expected: Record<string, TextExpectation> | undefined,
  actual: Record<string, string | string[] | undefined>,
): Flaws {
  return Object.entries(expected ?? {}).flatMap(([key, text]) => {
    const value = actual[key]
    return textFlaws(`${name}.${key}`, text, Array.isArray(value) ? value.join(', ') : value)
  })
}

export function isWithin(count: number, times: Times): boolean {
  const { at_least = 0, at_most = Infinity } = typeof times === 'number' ? { at_least: times, at_most: times } : times
  return count >= at_least && count <= at_most
}

/** `1 run`, `at least 2 runs`. */
export function spellTimes(times: Times, word: string): string {
  if (typeof times === 'number') return counted(times, word)
  const { at_least, at_most } = times
  if (at_least !== undefined && at_most !== undefined) return `${at_least} to ${counted(at_most, word)}`
  return at_most === undefined ? `at least ${counted(at_least ?? 0, word)}` : `at most ${counted(at_most, word)}`
}

const longest = 200

export function quote(value: unknown): string {
  if (value === undefined) return 'missing'
  const text = JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
