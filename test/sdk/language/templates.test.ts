import { expect, test } from 'vitest'
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

test('a template can reach no code, no prototype and no file', async () => {
  const { texts } = await talk(
    `script:\n  - message: "[{{ run.constructor.name }}{{ run.__proto__ }}{{ 'x'.constructor }}]"`,
  )
  expect(texts).toEqual(['[]'])
  expect((await talk(`script:\n  - message: "{% include '/etc/passwd' %}"`)).run.last_error?.code).toBe(
    'emulator_script_error',
  )
})

test('a template that is not closed is told when the file is read', () => {
  expect(() => createEmulator({ scenarios: { bad: 'script:\n  - message: "{{ run.model"\n' } })).toThrow(
    'scenario "bad":2:14: output "{{ run.model" not closed',
  )
})
