import { expect, onTestFinished, test, vi } from 'vitest'
import { createEmulator } from '../../../src/index.ts'
import { talk } from './talk.ts'

test('texts speak of the request, the run, the assistant and what was said', async () => {
  const { texts } = await talk(
    'script:\n  - message: "{{ run.model }}|{{ request.additional_instructions }}|{{ run.instructions }}|{{ assistant.name }}|{{ run.metadata.city }}|{{ last_message | upcase }}"',
    {
      request: { additional_instructions: ' Hurry.', metadata: { city: 'Rome', emulator_scenario: 'scripted' } },
      question: 'why?',
    },
  )
  expect(texts).toEqual(['gpt-4o| Hurry.|Be brief. Hurry.|Tester|Rome|WHY?'])
})

test('arguments, code, search results and errors are templates too', async () => {
  const { steps, run } = await talk(
    `
script:
  - tool_calls:
      - code_interpreter: { input: "print('{{ run.metadata.who }}')", outputs: [{ logs: "{{ run.metadata.who }}" }] }
      - file_search: { results: [{ file_name: a.txt, text: "{{ run.metadata.who }}" }] }
  - tool_calls:
      - function: { name: f, arguments: { who: '{{ run.metadata.who }} "quoted"', deep: ["{{ output }}"] } }
  - status: failed
    last_error: { code: custom_code, message: "no {{ run.metadata.who }}, but {{ output }}" }`,
    { request: { metadata: { who: 'Ada', emulator_scenario: 'scripted' } }, output: 'ok' },
  )
  expect(steps[0]).toMatchObject({
    step_details: {
      tool_calls: [
        { code_interpreter: { input: "print('Ada')", outputs: [{ logs: 'Ada' }] } },
        { type: 'file_search' },
      ],
    },
  })
  expect(steps[1]).toMatchObject({
    step_details: { tool_calls: [{ function: { arguments: '{"who":"Ada \\"quoted\\"","deep":[""]}' } }] },
  })
  expect(run.last_error).toEqual({ code: 'custom_code', message: 'no Ada, but ok' })
})

test('invented words follow from the seed', async () => {
  const yaml = 'script:\n  - message: "{{ invented.city }} {{ invented.email }}"'
  const [a, b, c] = [await talk(yaml), await talk(yaml), await talk(yaml, { seed: 2 })]
  expect(a.texts[0]).toMatch(/^\w.* \S+@\S+$/)
  expect(b.texts).toEqual(a.texts)
  expect(c.texts).not.toEqual(a.texts)
})

test('citations, images and reasons are templates too', async () => {
  const { said, run } = await talk(
    `
script:
  - message:
      - text: "See {{ last_message }}."
        annotations: [{ file_citation: { text: "{{ last_message }}", file_id: "file-{{ run.model }}" } }]
      - image_file: { file_id: "file-{{ run.model }}" }
      - image_url: { url: "https://example.com/{{ run.model }}" }
      - status: incomplete
        incomplete_details: { reason: "{{ run.model }}" }`,
    { question: 'Hi' },
  )
  expect(said[0]!.content).toMatchObject([
    {
      text: { annotations: [{ text: 'Hi', start_index: 4, end_index: 6, file_citation: { file_id: 'file-gpt-4o' } }] },
    },
    { image_file: { file_id: 'file-gpt-4o' } },
    { image_url: { url: 'https://example.com/gpt-4o' } },
  ])
  expect(run.incomplete_details).toEqual({ reason: 'gpt-4o' })
})

test('a template can reach no code and no prototype', async () => {
  const { texts } = await talk(`script:\n  - message: "[{{ run.constructor.name }}{{ run.__proto__ }}]"`)
  expect(texts).toEqual(['[]'])
})

test('times are told in UTC, whatever the time zone of the machine', async () => {
  vi.stubEnv('TZ', 'Asia/Tokyo')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(new Date(0).getHours()).toBe(9)
  const { texts } = await talk(`script:\n  - message: "{{ run.created_at | date: '%Y-%m-%d %H:%M' }}"`)
  expect(texts).toEqual(['2026-01-01 00:00'])
})

test.each([
  ['"{{ run.model"', 'output "{{ run.model" not closed'],
  ['"{{ outputt }}"', 'templates know no "outputt". Did you mean "output"? Known here: request, run, assistant, '],
  ['"{% if lastmessage %}a{% endif %}"', 'templates know no "lastmessage". Did you mean "last_message"?'],
  ['"{{ last_message | upcas }}"', 'templates have no filter "upcas". Did you mean "upcase"?'],
  ['"{{ outputs | sample }}"', 'templates have no filter "sample".'],
  [`"{% include '/etc/passwd' %}"`, 'templates have no tag "include".'],
  [`"{% render 'x' %}"`, 'templates have no tag "render".'],
  ['{ content: "{{ x }}" }', 'templates know no "x".', 25],
  ['[{ image_url: { url: "{{ x }}" } }]', 'templates know no "x".', 35],
])('%s is told when the file is read', (message, problem, column = 14) => {
  const yaml = `script:\n  - message: ${message}\n`
  expect(() => createEmulator({ scenarios: { bad: yaml } })).toThrow(`scenario "bad":2:${column}: ${problem}`)
})

test('what templates set themselves is known to them', async () => {
  const text = '{% assign n = 2 %}{% for i in (1..n) %}{{ i }}{% endfor %}{% capture c %}!{% endcapture %}{{ c }}'
  expect((await talk(`script:\n  - message: "${text}"`)).texts).toEqual(['12!'])
})

test.each([
  ['{% for i in (1..100000000) %}x{% endfor %}', 'memory alloc limit exceeded'],
  ["{{ 'now' | date: '%Y' }}", '"now" is not known here: write run.created_at'],
])('%s fails the run, which says in which line', async (text, problem) => {
  const { run } = await talk(`script:\n  - status: in_progress\n  - message: "${text}"`)
  expect(run.last_error).toMatchObject({ code: 'emulator_script_error' })
  expect(run.last_error!.message).toMatch(/^\[run-emulator\] scenario "scripted":3: this could not be played\. "\{/)
  expect(run.last_error!.message).toContain(problem)
})
