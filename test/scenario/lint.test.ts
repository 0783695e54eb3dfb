import { describe, expect, test } from 'vitest'
import { reader } from '../../src/http/faults/index.ts'
import { draw } from '../../src/scenario/draw.ts'
import { lint } from '../../src/scenario/lint/lint.ts'

const found = (...yamls: string[]) =>
  lint(yamls.map((yaml, n) => reader.yaml(`s${n + 1}`, yaml, `s${n + 1}.yaml`))).map(
    ({ where, level, message }) => `${where} ${level}: ${message}`,
  )

describe('lint', () => {
  test.each<[string, string, string[]]>([
    ['a sound script', 'script:\n  - tool_calls: [{ function: f }]\n  - message: done', []],
    [
      'a line after the end',
      'script:\n  - status: failed\n  - message: never',
      ['s1.yaml:3 warning: this line is never reached: the run has ended (failed)'],
    ],
    [
      'a line after an ending inside a message',
      'script:\n  - message:\n      - Hi\n      - status: failed\n  - message: never',
      ['s1.yaml:5 warning: this line is never reached: the run has ended (failed)'],
    ],
    [
      'a line after a hold',
      'script:\n  - hold\n  - message: never',
      ['s1.yaml:3 warning: this line is never reached: the run is held before it'],
    ],
    [
      'a hold at the end',
      'script:\n  - message: Hi\n  - hold',
      ['s1.yaml:3 note: the run rests only when it is cancelled or expires'],
    ],
    [
      'a line after two branches that both end',
      'script:\n  - if: { model: x }\n    then:\n      - status: failed\n    else:\n      - status: expired\n  - message: never',
      ['s1.yaml:7 warning: this line is never reached: the run has ended (failed, expired)'],
    ],
    [
      'a line after a branch that ends',
      'script:\n  - if: { model: x }\n    then:\n      - status: failed\n  - message: perhaps',
      [],
    ],
    [
      'a status that is forbidden here',
      'script:\n  - message: Hi\n  - status: in_progress',
      ['s1.yaml:3 warning: a run that is in_progress cannot become in_progress'],
    ],
    [
      'a message while it is cancelling',
      'script:\n  - message: Hi\non_cancel:\n  - message: no',
      ['s1.yaml:4 warning: a run that is cancelling writes no more: a message cannot come here'],
    ],
    [
      'a cancel that never ends',
      'on_cancel:\n  - hold',
      ['s1.yaml:2 warning: the run never rests: it stays cancelling until it expires'],
    ],
    ['a run that completes although it was cancelled', 'on_cancel:\n  - after: 2s\n    status: completed', []],
    [
      'a wait for outputs with nothing after it',
      'script:\n  - tool_calls: [{ function: f }]',
      [
        's1.yaml:2 warning: nothing follows these tool calls: once their outputs are in, the run completes without a message',
      ],
    ],
    [
      'a reaction to outputs before any call',
      'script:\n  - if: { tool_output: x }\n    then:\n      - message: never',
      ['s1.yaml:2 warning: this never holds: no tool has been called before it'],
    ],
    [
      'a fault on submits that never come',
      'script:\n  - message: Hi\nfaults:\n  - on: submit\n    http_error: { status: 500 }',
      ['s1.yaml:4 warning: this fault never strikes: the script asks for no tool outputs'],
    ],
    [
      'reasons that are nearly those of the API',
      'script:\n  - if: { model: x }\n    then:\n      - status: failed\n        last_error: { code: rate_limit, message: x }\n    else:\n      - message:\n          - status: incomplete\n            incomplete_details: { reason: content_filtered }\n          - Hi',
      [
        's1.yaml:4 note: the API knows no "rate_limit": did you mean "rate_limit_exceeded"?',
        's1.yaml:7 note: the API knows no "content_filtered": did you mean "content_filter"?',
      ],
    ],
    [
      'reasons that the API does not know at all',
      'script:\n  - status: failed\n    last_error: { code: tool_user_error, message: x }',
      [],
    ],
    [
      'a probability of nothing',
      'match: { model: x }\nprobability: 0',
      ['s1.yaml warning: probability: 0 answers no run'],
    ],
  ])('%s', (_, yaml, messages) => {
    expect(found(yaml)).toEqual(messages)
  })

  test('two that take the same runs', () => {
    expect(found('match: { model: x, tools: [f] }', 'match: { tools: [f], model: x }')).toEqual([
      's1.yaml warning: "s1" and "s2" take the same runs: choosing between them is an error. Add a condition to one',
      's2.yaml warning: "s2" and "s1" take the same runs: choosing between them is an error. Add a condition to one',
    ])
  })

  test('one that another always shadows', () => {
    expect(
      found('match: { last_message: hello }', 'match: { last_message: { contains: ell } , model: [a, b] }'),
    ).toEqual([])
    expect(found('match: [{ model: gpt-4o }]', 'match: [{ model: { contains: gpt }, assistant: A }]')).toEqual([])
    expect(
      found(
        'match: { model: gpt-4o, assistant: A }',
        'match: { model: { glob: "gpt*" }, assistant: { name: { contains: A } } }',
      ),
    ).toHaveLength(1)
  })

  test('two of the same name', () => {
    const twins = ['a/x.yaml', 'b/x.yaml'].map((file) => reader.yaml('x', 'script:\n  - message', file))
    expect(lint(twins)).toEqual([
      { where: 'a/x.yaml', level: 'warning', message: '"x" is never used: b/x.yaml has the same name and wins' },
    ])
  })
})

test('a path is drawn', () => {
  const yaml = `
description: Asks, then apologises or answers.
issue: openai/openai-node#1306
script:
  - after: 2s
    tool_calls: [{ function: get_weather }]
  - if: { tool_output: { contains: error } }
    then:
      - message: Sorry
      - status: failed
    else:
      - message: Fine
faults:
  - on: stream
    cut: { after_events: 5 }`
  expect(`\n${draw(reader.yaml('asks', yaml))}`).toBe(`
asks: Asks, then apologises or answers.
  reproduces openai/openai-node#1306

  │ fault on stream: cut
queued
  │ waits 2000 ms
in_progress
  │ tool_calls get_weather
requires_action
queued
  │ if tool_output contains "error"
  │ in_progress
  │   │ message "Sorry"
  │ failed
  │ else
  │ in_progress
  │   │ message "Fine"
completed`)
})
