import OpenAI from 'openai'
import { createTest, type TestEmulator } from '../../src/testing/vitest.ts'
import { describe, expect } from 'vitest'

const test = createTest()

/** What an assertion says when it fails, with ids made short; undefined if it holds. */
function complaint(assertion: () => void): string | undefined {
  try {
    assertion()
    return undefined
  } catch (error) {
    return (error as Error).message.replace(/(run|call)_\w{20,}/g, '$1_ID')
  }
}

async function play({ client }: TestEmulator, scenario: string) {
  const { beta } = new OpenAI({ ...client, maxRetries: 0 })
  const { id: assistant_id } = await beta.assistants.create({
    model: 'gpt-4o',
    instructions: 'Be brief.',
    tools: [{ type: 'function', function: { name: 'get_weather' } }],
  })
  return beta.threads.createAndRunPoll({ assistant_id, metadata: { emulator_scenario: scenario } })
}

describe('toHaveStatus', () => {
  test('says why a run has ended in another', async ({ emulator }) => {
    const failed = await play(emulator, 'server-error')
    expect(failed).toHaveStatus('failed')
    expect(failed).not.toHaveStatus('completed')
    expect(complaint(() => expect(failed).toHaveStatus('completed'))).toBe(
      `Expected a run that is completed. run_ID is failed: server_error, ${failed.last_error!.message}`,
    )
    expect(complaint(() => expect(failed).not.toHaveStatus('failed'))).toMatch(
      /^Expected a run that is not failed\. run_ID/,
    )
  })

  test('says what a run waits for, why it is incomplete, and that something is no run', async ({ emulator }) => {
    const waiting = await play(emulator, 'expires')
    expect(complaint(() => expect(waiting).toHaveStatus('completed'))).toMatch(
      /run_ID is requires_action: it waits for the output of get_\w+\(\{.*\}\)$/,
    )
    const incomplete = await play(emulator, 'max-completion-tokens')
    expect(complaint(() => expect(incomplete).toHaveStatus('completed'))).toMatch(
      /run_ID is incomplete: max_\w+_tokens$/,
    )
    for (const none of [undefined, null, {}])
      expect(complaint(() => expect(none).toHaveStatus('completed'))).toMatch(/This is no run: (undefined|null|\{\})$/)
  })
})

describe('toHaveRun', () => {
  test('wants at least one, or as many as times says', async ({ emulator }) => {
    expect(complaint(() => expect(emulator).toHaveRun())).toMatch(
      /^Expected at least 1 run with any content; there were 0/,
    )
    for (const scenario of ['hello', 'hello', 'server-error']) await play(emulator, scenario)
    expect(emulator).toHaveRun({ model: 'gpt-4o', tools: ['get_weather'], status: 'completed' })
    expect(emulator).toHaveRun({ status: 'completed', times: 2 })
    expect(emulator).not.toHaveRun({ model: 'gpt-4' })
    expect(complaint(() => expect(emulator).toHaveRun({ model: 'gpt-4' }))).toMatch(
      /^Expected at least 1 run with model: "gpt-4"; there were 0\. Nearest: .* but the model is "gpt-4o", not "gpt-4"\.\nThere were \d+ requests and 3 runs created\.\n/,
    )
    expect(complaint(() => expect(emulator).not.toHaveRun({ status: 'completed' }))).toMatch(
      /^Expected 0 runs with status: "completed"; there were 2\./,
    )
    expect(complaint(() => expect(emulator).toHaveRun({ model: 3 as never }))).toMatch(/model/)
  })
})

describe('toHaveOnlyRun', () => {
  test('wants one such run and nothing else', async ({ emulator }) => {
    await play(emulator, 'hello')
    expect(emulator).toHaveOnlyRun({ scenario: 'hello' })
    await play(emulator, 'server-error')
    expect(complaint(() => expect(emulator).toHaveOnlyRun({ scenario: 'hello' }))).toMatch(
      /^Expected nothing else; there was the run run_ID/,
    )
  })
})

describe('toHaveRequest', () => {
  test('counts requests', async ({ emulator }) => {
    await play(emulator, 'hello')
    expect(emulator).toHaveRequest('POST /assistants', { status: 200, body: { model: 'gpt-4o' }, times: 1 })
    expect(emulator).not.toHaveRequest('DELETE /assistants/*')
    expect(complaint(() => expect(emulator).toHaveRequest('POST /files'))).toMatch(
      /^Expected at least 1 request with request: "POST \/files"; there were 0/,
    )
    expect(complaint(() => expect(emulator).not.toHaveRequest('POST /assistants'))).toMatch(
      /^Expected 0 requests with request: "POST \/assistants"; there was 1/,
    )
  })
})

describe('toHaveLeftNothing', () => {
  test('names what is unused, waiting and unmatched', async ({ emulator }) => {
    expect(emulator).toHaveLeftNothing()
    await play(emulator, 'expires')
    emulator.next('hello')
    await emulator.client.fetch(`${emulator.client.baseURL}/nowhere`, {
      headers: { 'openai-project': emulator.name, authorization: 'Bearer any' },
    })
    const said = complaint(() => expect(emulator).toHaveLeftNothing())!
    expect(said).toContain('Expected unmatched: 0; there is 1: request 4: there is no route GET /v1/nowhere.')
    expect(said).toContain('Expected unused: 0; there is 1: hello (1 time).')
    expect(said).toContain('Expected waiting: 0; there is 1: run_ID is requires_action and waits for tool outputs.')
    expect(emulator).not.toHaveLeftNothing()
  })
})

describe('toBeFaultless', () => {
  test('says what the client did wrong', async ({ emulator }) => {
    expect(emulator.verdict()).toBeFaultless()
    await play(emulator, 'expires')
    expect(complaint(() => expect(emulator.verdict()).toBeFaultless())).toMatch(/run_ID/)
    expect(emulator.verdict()).not.toBeFaultless()
  })
})

test('what they are not meant for is told, also with not', ({ emulator }) => {
  const none = undefined as never
  for (const assertion of [
    () => expect(none).toHaveRun(),
    () => expect(none).not.toHaveOnlyRun(),
    () => expect(none).toHaveRequest('POST /runs'),
    () => expect(none).toHaveLeftNothing(),
  ])
    expect(complaint(assertion)).toBe(
      'This matcher was given no emulator, but undefined. Write expect(emulator), with the emulator of the test.',
    )
  for (const assertion of [() => expect(emulator).toBeFaultless(), () => expect(emulator).not.toBeFaultless()])
    expect(complaint(assertion)).toBe(
      'This matcher was given no verdict, but another object. Write expect(emulator.verdict()), with the emulator of the test.',
    )
})
