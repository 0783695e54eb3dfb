import type { Faker } from './faker.ts'
import { textLike } from './pattern.ts'
import type { Schema } from './schema.ts'
import { wordFor } from './words.ts'

const longest = 10_000

/** A text of the wanted format, pattern and length; one that suits the property's name where it is free. */
export function inventText(schema: Schema, name: string, faker: Faker): string {
  const least = Math.min((schema.minLength as number) ?? 0, longest)
  const most = (schema.maxLength as number) ?? Infinity
  const fits = (text: string) => {
    const { length } = [...text]
    return length >= least && length <= most
  }
  const format = typeof schema.format === 'string' ? formats.get(schema.format) : undefined
  if (format) return firstThat<string>(fits, () => format(faker))
  if (typeof schema.pattern === 'string') {
    const { pattern } = schema
    const like = firstThat<string | undefined>(
      (text) => text !== undefined && fits(text),
      (n) => textLike(pattern, faker, n < 5 ? undefined : least),
    )
    if (like !== undefined) return like
  }
  const word = wordFor(name, faker)
  const long = word.length < least ? word + faker.string.alpha({ length: least - word.length, casing: 'lower' }) : word
  return [...long].slice(0, most).join('')
}

/** The first of several attempts that will do, or the last. */
function firstThat<T>(fits: (text: T) => boolean, make: (n: number) => T): T {
  let text = make(0)
  for (let n = 1; n < 30 && !fits(text); n++) text = make(n)
  return text
}

const formats = new Map<string, (faker: Faker) => string>([
  ['date', (faker) => faker.date.soon().toISOString().slice(0, 10)],
  ['date-time', (faker) => faker.date.soon().toISOString()],
  ['time', (faker) => `${faker.date.soon().toISOString().slice(11, 19)}Z`],
  ['duration', (faker) => `P${faker.number.int({ min: 1, max: 9 })}D`],
  ['email', (faker) => faker.internet.email()],
  ['idn-email', (faker) => faker.internet.email()],
  ['hostname', (faker) => faker.internet.domainName()],
  ['idn-hostname', (faker) => faker.internet.domainName()],
  ['ipv4', (faker) => faker.internet.ipv4()],
  ['ipv6', (faker) => faker.internet.ipv6()],
  ['uri', (faker) => faker.internet.url()],
  ['uri-reference', (faker) => `/${faker.word.noun()}`],
  ['iri', (faker) => faker.internet.url()],
  ['url', (faker) => faker.internet.url()],
  ['uuid', (faker) => faker.string.uuid()],
  ['json-pointer', (faker) => `/${faker.word.noun()}`],
  ['regex', (faker) => `^${faker.word.noun()}$`],
  ['byte', (faker) => Buffer.from(faker.word.noun()).toString('base64')],
])
