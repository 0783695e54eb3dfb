import type { Faker } from './faker.ts'

/** What whole words in a property's name hint at; the first that fits counts. */
const hints: [RegExp, (faker: Faker) => string][] = [
  [/\be ?mails?\b/, (faker) => faker.internet.email()],
  [/\bfirst ?name\b/, (faker) => faker.person.firstName()],
  [/\b(last ?name|surname)\b/, (faker) => faker.person.lastName()],
  [/\b(city|location|place|town|destination|origin)\b/, (faker) => faker.location.city()],
  [/\bcountry\b/, (faker) => faker.location.country()],
  [/\b(street|address)\b/, (faker) => faker.location.streetAddress()],
  [/\b(zip|zip ?code|post ?code|postal code)\b/, (faker) => faker.location.zipCode()],
  [/\b(phone|telephone|mobile)\b/, (faker) => faker.phone.number()],
  [/\b(url|uri|link|website)\b/, (faker) => faker.internet.url()],
  [/\b(date|day|birthday)\b/, (faker) => faker.date.soon().toISOString().slice(0, 10)],
  [/\b(time|timestamp)\b|\bat$/, (faker) => faker.date.soon().toISOString()],
  [/\b(time ?zone|tz)\b/, (faker) => faker.location.timeZone()],
  [/\bcurrency\b/, (faker) => faker.finance.currencyCode()],
  [/\bcolou?r\b/, (faker) => faker.color.human()],
  [/\b(company|organi[sz]ation|employer)\b/, (faker) => faker.company.name()],
  [/\b(product|item|article)\b/, (faker) => faker.commerce.productName()],
  [/\b(id|uuid|sku|code|token|key)$/, (faker) => faker.string.alphanumeric(8)],
  [/\b(file|file ?name)\b/, (faker) => faker.system.fileName()],
  [/\b(user|name|author|person|customer)\b/, (faker) => faker.person.fullName()],
  [
    /\b(query|question|search|text|message|description|summary|reason|content|answer|title|subject|body|comment|note)s?\b/,
    (faker) => faker.hacker.phrase(),
  ],
]

const ranges: [RegExp, { low: number; high: number }][] = [
  [/\b(lat|latitude)\b/, { low: -90, high: 90 }],
  [/\b(lon|lng|longitude)\b/, { low: -180, high: 180 }],
  [/\byear\b/, { low: 1990, high: 2030 }],
  [/\bmonth\b/, { low: 1, high: 12 }],
  [/\bage\b/, { low: 18, high: 90 }],
  [/\b(hour|hours)\b/, { low: 0, high: 23 }],
  [/\b(minute|minutes|second|seconds)\b/, { low: 0, high: 59 }],
  [/\b(confidence|probability|ratio|score)\b/, { low: 0, high: 1 }],
  [/\b(percent|percentage)\b/, { low: 0, high: 100 }],
  [/\b(count|quantity|limit|n|number)\b/, { low: 1, high: 10 }],
]

/** A text that suits a property's name. */
export function wordFor(name: string, faker: Faker): string {
  const words = split(name)
  const [, invent] = hints.find(([pattern]) => pattern.test(words)) ?? []
  return invent ? invent(faker) : faker.word.noun()
}

/** Numbers that suit a property's name. */
export function rangeFor(name: string): { low: number; high: number } {
  const words = split(name)
  const [, range] = ranges.find(([pattern]) => pattern.test(words)) ?? []
  return range ?? { low: 1, high: 101 }
}

/** `startDate`, `start_date` and `START-DATE` are `start date`. */
function split(name: string): string {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .toLowerCase()
    .trim()
}
