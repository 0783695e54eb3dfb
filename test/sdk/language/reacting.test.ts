import { expect, test } from 'vitest'
import { talk } from './talk.ts'

const asksForWeather = `
script:
  - tool_calls:
      - function: { name: get_weather, arguments: { city: Paris } }
`

test.each([
  ['equals', '"sunny"', 'sunny', 'rainy'],
  ['a list, one of which must fit', '[sunny, clear]', 'clear', 'rainy'],
  ['contains', '{ contains: sun }', 'very sunny', 'rainy'],
  ['glob', '{ glob: "*sun?y*" }', 'very sunny!', 'sun'],
  ['regex', '{ regex: "(?i)^SUN.y$" }', 'sunny', 'so sunny'],
  ['a JSON field', '{ json: { sky: clear } }', '{"sky":"clear"}', '{"sky":"cloudy"}'],
  [
    'a JSON number on a path',
    '{ json: { "days.0.degrees": 22 } }',
    '{"days":[{"degrees":22}]}',
    '{"days":[{"degrees":23}]}',
  ],
  ['a JSON field, but the output is no JSON', '{ json: { sky: clear } }', '{"sky":"clear"}', 'clear'],
  ['several tests at once', '{ contains: sun, json: { sky: { contains: n } } }', '{"sky":"sunny"}', '{"sky":"su"}'],
  ['missing', '{ missing: true }', '', 'sunny'],
  ['of a function', '{ of: get_weather, equals: sunny }', 'sunny', 'rainy'],
])('a branch is taken by tool output: %s', async (_, condition, yes, no) => {
  const yaml = `${asksForWeather}
  - if: { tool_output: ${condition} }
    then:
      - message: yes
    else:
      - message: no`
  expect((await talk(yaml, { output: yes })).texts).toEqual(['yes'])
  expect((await talk(yaml, { output: no })).texts).toEqual(['no'])
})

test('branches nest, and the script goes on behind them', async () => {
  const { texts, run } = await talk(
    `
script:
  - if: { conversation: { contains: Hello } }
    then:
      - message: one
      - if: { model: { glob: "gpt-4*" } }
        then:
          - message: two
  - message: three`,
  )
  expect(texts).toEqual(['one', 'two', 'three'])
  expect(run.status).toBe('completed')
})

test('outputs of an earlier round are found by the function that they belong to', async () => {
  const yaml = `
script:
  - tool_calls: [{ function: first }]
  - tool_calls: [{ function: second }]
  - if: { tool_output: { of: first, equals: a } }
    then:
      - message: "first said {{ tool_outputs.first }}, second said {{ output }}"`
  expect((await talk(yaml, { output: { first: 'a', second: 'b' } })).texts).toEqual(['first said a, second said b'])
})

test('with tool_choice none, the calls and what reacts to them are dropped', async () => {
  const { texts, steps } = await talk(
    `${asksForWeather}
  - if: { tool_output: { missing: true } }
    then:
      - message: You forgot the weather.
  - message: Good bye.`,
    { request: { tool_choice: 'none' } },
  )
  expect(texts).toEqual(['Good bye.'])
  expect(steps.map(({ type }) => type)).toEqual(['message_creation'])
})
