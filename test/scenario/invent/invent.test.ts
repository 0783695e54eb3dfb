import { describe, expect, it } from 'vitest'
import type { ResponseFormat, Tool } from '../../../src/run/objects.ts'
import { hash, seeded } from '../../../src/scenario/invent/faker.ts'
import { inventAnswer, inventArguments, likelyFunction, type Prompt } from '../../../src/scenario/invent/invent.ts'
import { rangeFor, wordFor } from '../../../src/scenario/invent/words.ts'

const prompt: Prompt = { seed: '0', model: 'gpt-4o', instructions: null, question: 'What is the weather?', n: 0 }

const tool = (name: string, description?: string, parameters?: Record<string, unknown>): Tool => ({
  type: 'function',
  function: { name, ...(description && { description }), ...(parameters && { parameters }) },
})

describe('an invented answer', () => {
  it('says that it is one, quotes the question, and tells what the tools said', () => {
    const text = inventAnswer(prompt, 'auto', [
      { name: 'get_weather', output: '22 degrees' },
      { name: 'get_time', output: 'noon' },
    ])
    expect(text).toMatch(
      /^This is an invented answer to "What is the weather\?"\. get_weather says: 22 degrees\. get_time says: noon\. [A-Z].+[.!]$/,
    )
  })

  it('is one line, and short, whatever the question', () => {
    const text = inventAnswer({ ...prompt, question: `${'👍\n '.repeat(500)}` }, 'auto', [])
    expect(text.length).toBeLessThan(500)
    expect(text).not.toMatch(/\n|\p{Surrogate}/u)
    expect(inventAnswer({ ...prompt, question: ' \n' }, { type: 'text' }, [])).toMatch(/^This is an invented answer\. /)
  })

  it.each<[string, ResponseFormat, (value: Record<string, unknown>) => void]>([
    ['any JSON object', { type: 'json_object' }, (value) => expect(Object.keys(value)).toEqual(['answer'])],
    [
      'JSON of a schema',
      {
        type: 'json_schema',
        json_schema: {
          name: 'city',
          schema: { type: 'object', properties: { city: { const: 'Paris' } }, required: ['city'] },
        },
      },
      (value) => expect(value).toEqual({ city: 'Paris' }),
    ],
    [
      'a JSON object where a schema was named but not given',
      { type: 'json_schema', json_schema: { name: 'x' } },
      (value) => expect(Object.keys(value)).toEqual(['answer']),
    ],
  ])('is %s if asked to be', (_, format, check) => {
    check(JSON.parse(inventAnswer(prompt, format, [{ name: 'f', output: 'x' }])) as Record<string, unknown>)
  })

  it('depends on all that went into it, and on nothing else', () => {
    const say = (more: Partial<Prompt>) => inventAnswer({ ...prompt, ...more }, 'auto', [])
    const first = say({})
    const others = [{ seed: '1' }, { model: 'o3' }, { instructions: 'Be brief.' }, { question: 'Why?' }, { n: 1 }]
    expect(new Set([first, ...others.map(say)]).size).toBe(6)
    expect(say({})).toBe(first)
  })
})

describe('invented arguments', () => {
  const tools = [
    tool('get_weather', 'Tells the weather', {
      type: 'object',
      properties: { city: { type: 'string' }, unit: { enum: ['c', 'f'] } },
      required: ['city'],
    }),
    tool('ping'),
  ]

  it("fit the function's schema, as text", () => {
    const text = inventArguments(prompt, 'get_weather', tools)
    expect(JSON.parse(text)).toEqual({ city: expect.any(String), unit: expect.stringMatching(/^[cf]$/) })
    expect(inventArguments(prompt, 'get_weather', tools)).toBe(text)
  })

  it('are empty for a function without parameters, and for one that nobody offered', () => {
    expect(inventArguments(prompt, 'ping', tools)).toBe('{}')
    expect(inventArguments(prompt, 'unknown', tools)).toBe('{}')
  })
})

describe('the likeliest function', () => {
  const tools = [tool('find_city', 'Finds cities'), tool('getWeather', 'Tells how warm it is'), tool('get_time')]
  it.each([
    ['What is the weather in Paris?', 'getWeather'],
    ['How warm will it be?', 'getWeather'],
    ['TIME, please', 'get_time'],
    ['Hello!', 'find_city'],
    ['', 'find_city'],
  ])('%j: %s', (question, expected) => {
    expect(likelyFunction(question, tools)).toBe(expected)
  })

  it('is none where none is offered', () => {
    expect(likelyFunction('weather', [{ type: 'code_interpreter' }])).toBeUndefined()
  })
})

describe('what a name suggests', () => {
  it.each<[string, RegExp]>([
    ['email', /^\S+@\S+$/],
    ['userEmail', /^\S+@\S+$/],
    ['e-mail', /^\S+@\S+$/],
    ['start_date', /^\d{4}-\d\d-\d\d$/],
    ['birthday', /^\d{4}-\d\d-\d\d$/],
    ['startTime', /^\d{4}-\d\d-\d\dT/],
    ['created_at', /^\d{4}-\d\d-\d\dT/],
    ['website', /^https?:/],
    ['order_id', /^[0-9A-Za-z]{8}$/],
    ['currency', /^[A-Z]{3}$/],
    ['colour', /^[a-z ]+$/],
  ])('%s', (name, expected) => {
    for (let seed = 0; seed < 20; seed++) expect(wordFor(name, seeded(seed))).toMatch(expected)
  })

  it.each(['update', 'capacity', 'placeholder', 'statement', 'candidate', 'hidden', ''])(
    'is nothing where only a part of "%s" does: it gets some noun',
    (name) => {
      expect(wordFor(name, seeded(1))).toBe(wordFor('zzz', seeded(1)))
    },
  )

  it('are numbers that could be', () => {
    expect(rangeFor('userAge')).toEqual({ low: 18, high: 90 })
    expect(rangeFor('page')).toEqual({ low: 1, high: 101 })
  })
})

it('a hash depends on every character, and on where one text ends', () => {
  const hashes = [['ab', 'c'], ['a', 'bc'], ['abc'], ['abd'], ['abc', ''], ['', 'abc'], []].map((texts) =>
    hash(...texts),
  )
  expect(new Set(hashes).size).toBe(hashes.length)
})
