import { expect, test } from 'vitest'
import { createEmulator } from '../../../src/index.ts'
import { clientOf, textOf } from './talk.ts'

/** Who answers, of scenarios that each say their own name. */
async function answers(
  matches: Record<string, string>,
  {
    question = 'What is the weather?',
    runs = 1,
    seed = 0,
    attachments = false,
    emulator = createEmulator({ scenarios: named(matches), seed }),
  } = {},
) {
  const openai = clientOf(emulator)
  const assistant = await openai.beta.assistants.create({
    model: 'gpt-4o-mini',
    name: 'Weather bot',
    instructions: 'Tell the weather.',
    metadata: { tier: 'gold' },
    tools: [{ type: 'code_interpreter' }, { type: 'function', function: { name: 'get_weather' } }],
  })
  const file = attachments ? [{ file_id: await uploaded(openai), tools: [{ type: 'code_interpreter' as const }] }] : []
  const thread = await openai.beta.threads.create({
    metadata: { tenant: 'acme' },
    messages: [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello, how can I help?' },
    ],
  })
  const said: string[] = []
  for (let n = 0; n < runs; n++) {
    await openai.beta.threads.messages.create(thread.id, { role: 'user', content: question, attachments: file })
    const run = await openai.beta.threads.runs.createAndPoll(thread.id, {
      assistant_id: assistant.id,
      metadata: { flow: 'chat' },
      tool_choice: 'none',
    })
    const [message] = (await openai.beta.threads.messages.list(thread.id, { run_id: run.id })).data
    said.push(message ? textOf(message) : run.status)
  }
  return said
}

async function uploaded(openai: ReturnType<typeof clientOf>): Promise<string> {
  return (await openai.files.create({ file: new File(['1,2'], 'numbers.csv'), purpose: 'assistants' })).id
}

function named(matches: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(matches).map(([name, rest]) => [
      name,
      rest.includes('script:') || rest.includes('sequence:') ? rest : `${rest}\nscript:\n  - message: ${name}`,
    ]),
  )
}

test.each([
  ['assistant: Weather bot', 'assistant: Other bot'],
  ['assistant: { metadata: { tier: gold } }', 'assistant: { metadata: { tier: silver } }'],
  ['assistant: { id: { glob: "asst_*" } }', 'assistant: { id: asst_1 }'],
  ['model: gpt-4o-mini', 'model: gpt-4o'],
  ['model: [gpt-4o, gpt-4o-mini]', 'model: [gpt-4o, o1]'],
  ['instructions: { contains: weather }', 'instructions: { contains: news }'],
  ['tools: [get_weather, code_interpreter]', 'tools: [get_weather, file_search]'],
  ['metadata: { flow: chat }', 'metadata: { flow: batch }'],
  ['thread: { metadata: { tenant: { regex: "^ac" } } }', 'thread: { metadata: { tenant: { regex: "^me" } } }'],
  ['last_message: { contains: weather }', 'last_message: { contains: Hello }'],
  ['last_message: { contains: help, role: assistant }', 'last_message: { contains: weather, role: assistant }'],
  ['conversation: { contains: help }', 'conversation: { contains: invoice }'],
  ['conversation: { contains: Hi, role: user }', 'conversation: { contains: Hi, role: assistant }'],
  ['attachments: false', 'attachments: true'],
])('a run is matched by %s, not by %s', async (yes, no) => {
  expect(await answers({ mine: `match: { ${yes} }`, other: `match: { ${no} }` })).toEqual(['mine'])
})

test('attachments of the last message count', async () => {
  expect(await answers({ mine: 'match: { attachments: true }' }, { attachments: true })).toEqual(['mine'])
})

test('more conditions win, several must all hold, a list needs one', async () => {
  expect(
    await answers({
      general: 'match: { model: gpt-4o-mini }',
      special: 'match: { model: gpt-4o-mini, tools: [get_weather] }',
      wrong: 'match: { model: gpt-4o-mini, tools: [get_weather, nothing] }',
    }),
  ).toEqual(['special'])
  expect(await answers({ either: 'match: [{ model: o1 }, { assistant: Weather bot }]' })).toEqual(['either'])
})

test('two that fit equally well are an error that names both', async () => {
  await expect(
    answers({ one: 'match: { model: gpt-4o-mini }', two: 'match: { assistant: Weather bot }' }),
  ).rejects.toThrow(/\[run-emulator\] The scenarios "one" and "two" fit this run equally well/)
})

test('times answers so many runs, then passes on', async () => {
  expect(
    await answers(
      {
        first: 'match: { model: gpt-4o-mini, assistant: Weather bot }\ntimes: 2',
        rest: 'match: { model: gpt-4o-mini }',
      },
      { runs: 4 },
    ),
  ).toEqual(['first', 'first', 'rest', 'rest'])
})

test('a sequence plays its scripts in turn and stays with the last', async () => {
  const flaky =
    'match: { model: gpt-4o-mini }\nsequence:\n  - times: 2\n    script:\n      - status: failed\n  - script:\n      - message: works'
  expect(await answers({ flaky }, { runs: 4 })).toEqual(['failed', 'failed', 'works', 'works'])
})

test('three refusals, then success: counters count requests, not runs', async () => {
  const busy =
    'match: { model: gpt-4o-mini }\nsequence:\n  - times: 3\n    faults:\n      - on: create\n        http_error: { status: 400 }\n  - script:\n      - message: works'
  const emulator = createEmulator({ scenarios: named({ busy }) })
  for (let n = 0; n < 3; n++) await expect(answers({}, { emulator })).rejects.toMatchObject({ status: 400 })
  expect(await answers({}, { emulator })).toEqual(['works'])
})

test('probability answers its share of the runs, the same ones under the same seed', async () => {
  const matches = {
    sometimes: 'match: { model: gpt-4o-mini, assistant: Weather bot }\nprobability: 0.5',
    else: 'match: { model: gpt-4o-mini }',
  }
  const said = await answers(matches, { runs: 20 })
  expect(said.filter((name) => name === 'sometimes').length).toBeGreaterThan(3)
  expect(said.filter((name) => name === 'else').length).toBeGreaterThan(3)
  expect(await answers(matches, { runs: 20 })).toEqual(said)
  expect(await answers(matches, { runs: 20, seed: 7 })).not.toEqual(said)
})

test('when nothing fits, the nearest scenarios are named with the condition that failed', async () => {
  const unmatched: (string | undefined)[] = []
  const scenarios = named({
    near: 'match: { model: gpt-4o-mini, assistant: News bot }',
    far: 'match: { model: o1, assistant: News bot, tools: [x] }',
  })
  const emulator = createEmulator({ scenarios, onRequest: (entry) => unmatched.push(entry.unmatched) })
  await answers({}, { emulator })
  expect(unmatched.filter(Boolean)).toEqual([
    'No scenario matches this run. Nearest: "near" wants assistant name equals "News bot"; "far" wants assistant name equals "News bot", and model equals "o1", and offers x.',
  ])
  await expect(answers({}, { emulator: createEmulator({ scenarios, unmatched: 'error' }) })).rejects.toThrow(
    /No scenario matches this run. Nearest: "near" wants assistant name/,
  )
})

test('a hostile text cannot make an expression hang', async () => {
  const question = `${'a'.repeat(50_000)}!`
  expect(
    await answers(
      {
        mine: 'match: { last_message: { regex: "^(a+)+$" }, model: gpt-4o-mini }',
        else: 'match: { model: gpt-4o-mini }',
      },
      { question },
    ),
  ).toEqual(['else'])
})
