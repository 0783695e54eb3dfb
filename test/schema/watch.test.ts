import { afterEach, describe, expect, test, vi } from 'vitest'
import { recorded, type Renderer, renderers, spec } from '../../src/http/render.ts'
import type { Run } from '../../src/run/objects.ts'
import { wire } from '../support/wire.ts'
import { hasDocument } from './document.ts'
import { takeFound } from './watch.ts'

/** The proof that the proof bites: the emulator answers wrongly, and that is found. */
afterEach(() => void vi.restoreAllMocks())

/** Has one way of showing things show them wrongly. */
function spoil<Key extends 'run' | 'event' | 'message'>(renderer: Renderer, key: Key, change: (shown: any) => unknown) {
  const shown = renderer[key] as (...given: unknown[]) => unknown
  vi.spyOn(renderer, key as 'run').mockImplementation(((...given: unknown[]) => change(shown(...given))) as never)
}

async function runsOf(profile: 'recorded' | 'spec', stream: boolean): Promise<string[]> {
  const { post, get } = wire({ profile, scenarios: { hello: { script: [{ message: 'Hello' }] } } })
  const { body: assistant } = await post('/assistants', { model: 'gpt-4o', instructions: 'Help.' })
  const { text } = await post('/threads/runs', { assistant_id: assistant.id, stream })
  if (!stream) await get(`/threads/${String(JSON.parse(text).thread_id)}/runs`)
  return takeFound()
}

describe.skipIf(!hasDocument)('an answer that is wrong', () => {
  test.each(['recorded', 'spec'] as const)('is found in JSON, in pages too, profile %s', async (profile) => {
    spoil(renderers[profile], 'run', ({ model: _, ...run }: Run) => ({ ...run, started_at: 'now', colour: 'red' }))
    const found = await runsOf(profile, false)

    const of = (title: string, at = '') => [
      `${title}, profile ${profile}): thread.run: ${at}colour: the document knows no such key, it is "red"`,
      `${title}, profile ${profile}): thread.run: ${at}model: the key is missing`,
      `${title}, profile ${profile}): thread.run: ${at}started_at: must be integer, it is "now"`,
    ]
    const [, path] = /^GET (\S+)/.exec(found.find((each) => each.startsWith('GET')) ?? '') ?? []
    expect(found.toSorted()).toEqual([
      ...of(`GET ${path} (listRuns`, 'data[0].'),
      ...of('POST /v1/threads/runs (createThreadAndRun'),
    ])
  })

  test.each(['recorded', 'spec'] as const)('is found in a stream, profile %s', async (profile) => {
    spoil(renderers[profile], 'event', (data) => {
      if (data.object !== 'thread.message') return data
      const { role: _, ...message } = data
      return { ...message, content: 'Hello', colour: 'red' }
    })
    const found = await runsOf(profile, true)
    const said = found.map((line) => line.split(': thread.message: ')[1])
    expect(new Set(said)).toEqual(
      new Set([
        'data.role: the key is missing',
        'data.content: must be array, it is "Hello"',
        'data.colour: the document knows no such key, it is "red"',
      ]),
    )
  })

  test('is found where the difference is known of the other profile only', async () => {
    spoil(spec, 'run', (run) => ({ ...run, tool_resources: {} }))
    const found = await runsOf('spec', false)
    expect(found).toHaveLength(2)
    expect(found[0]).toContain('thread.run: tool_resources: the document knows no such key, it is {}')
  })
})

describe.skipIf(!hasDocument)('an answer that a test spoils on purpose', () => {
  const ask = async (scenario: object) => {
    const { post } = wire({ scenarios: { spoilt: { script: [{ message: 'Hello' }], ...scenario } } })
    const { body: assistant } = await post('/assistants', { model: 'gpt-4o', instructions: 'Help.' })
    await post('/threads/runs', { assistant_id: assistant.id, stream: true, metadata: { emulator_scenario: 'spoilt' } })
    return takeFound()
  }

  test('is not looked at where a fault has changed what is said', async () => {
    expect(await ask({ faults: [{ on: 'stream', missing_index: true }] })).toEqual([])
  })

  test('is looked at where a fault has only cut it into other chunks', async () => {
    spoil(recorded, 'event', (data) => ({ ...data, colour: 'red' }))
    const found = await ask({ faults: [{ on: 'stream', chunks: { bytes: 7 } }] })
    expect(found.length).toBeGreaterThan(10)
  })

  test('may say what a scenario writes word for word', async () => {
    const events = [{ event: 'thread.run.in_progress', data: { colour: 'red' } }]
    expect(await ask({ script: [{ events }, { message: 'Hello' }] })).toEqual([])
  })
})
