import type { Faker } from '@faker-js/faker'

const hints: [RegExp, (faker: Faker) => string][] = [
  [/e-?mail/i, (faker) => faker.internet.email()],
  [/first.?name/i, (faker) => faker.person.firstName()],
  [/last.?name|surname/i, (faker) => faker.person.lastName()],
  [/city|location|place|town/i, (faker) => faker.location.city()],
  [/country/i, (faker) => faker.location.country()],
  [/street|address/i, (faker) => faker.location.streetAddress()],
  [/zip|post.?code/i, (faker) => faker.location.zipCode()],
  [/phone/i, (faker) => faker.phone.number()],
  [/url|link|website/i, (faker) => faker.internet.url()],
  [/date|day/i, (faker) => faker.date.soon().toISOString().slice(0, 10)],
  [/time/i, (faker) => faker.date.soon().toISOString()],
  [/currency/i, (faker) => faker.finance.currencyCode()],
  [/colou?r/i, (faker) => faker.color.human()],
  [/company|organi[sz]ation/i, (faker) => faker.company.name()],
  [/product|item/i, (faker) => faker.commerce.productName()],
  [/(^|_)id$|Id$|uuid/, (faker) => faker.string.alphanumeric(8)],
  [/user|name|author|person/i, (faker) => faker.person.fullName()],
  [/query|question|search|text|message|description|summary|reason|content|answer/i, (faker) => faker.hacker.phrase()],
]

/** A text that suits a property's name. */
export function wordFor(name: string, faker: Faker): string {
  const [, invent] = hints.find(([pattern]) => pattern.test(name)) ?? []
  return invent ? invent(faker) : faker.word.noun()
}
