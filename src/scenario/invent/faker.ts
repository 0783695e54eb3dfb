import { createRequire } from 'node:module'
import type { Faker } from '@faker-js/faker'

export type { Faker }

const require = createRequire(import.meta.url)
let faker: Faker | undefined

/** The source of invented values, started anew from `seed`: the same seed gives the same values. Loaded when first asked for. */
export function seeded(seed: number): Faker {
  if (!faker) {
    faker = (require('@faker-js/faker/locale/en') as typeof import('@faker-js/faker/locale/en')).faker
    faker.setDefaultRefDate('2026-01-01T00:00:00.000Z')
  }
  faker.seed(seed)
  return faker
}

/** A whole number that depends on every character of the texts. */
export function hash(...texts: string[]): number {
  let h = 0x811c9dc5
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
    h = Math.imul(h ^ 0x1f, 0x01000193)
  }
  return h >>> 0
}
