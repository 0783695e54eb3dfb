import { expect, test } from 'vitest'
import type { ClockMode } from 'run-emulator'
import { isTerminal } from '../../src/run/lifecycle.ts'
import { tellStory } from './long_story.ts'

const terminal = ['cancelled', 'completed', 'expired', 'failed', 'incomplete']

/** Of everything but requests. */
const ids = (text: string) =>
  [...new Set(text.match(/\b(?:asst|thread|run|step|msg|call|file|vs|vsfb)[_-][0-9A-Za-z]{10,}/g))].sort()

const skipped = tellStory({ clock: 'skip' })

test.each<ClockMode>(['skip', 'manual'])(
  'a long story under a %s clock gives the same journals, byte by byte, also where a crowd arrives in another order',
  async (clock) => {
    const first = await (clock === 'skip' ? skipped : tellStory({ clock }))
    const again = await tellStory({ clock, order: (n) => (n * 7) % 16 })

    expect(differsAt(again.journals, first.journals)).toBeUndefined()
    expect(differsAt(again.answers, first.answers)).toBeUndefined()
    expect(differsAt(again.crowd, first.crowd)).toBeUndefined()
  },
)

test('it is a story in which everything happens', async () => {
  const { emulator, journals } = await skipped
  const entries = emulator.projects().flatMap((name) => emulator.project(name).journal())
  const of = <T>(values: T[]) => [...new Set(values)].sort()
  expect(entries.length).toBeGreaterThan(150)
  expect(journals.length).toBeGreaterThan(500_000)
  expect(of(entries.flatMap(({ run }) => run?.status ?? [])).filter(isTerminal)).toEqual(terminal)
  expect(of(entries.map(({ response }) => response!.status))).toEqual([200, 400, 404, 429, 503])
  expect(of(entries.flatMap(({ faults }) => faults ?? []))).toEqual(['error_event', 'http_error', 'rate_limit'])
  for (const word of ['file_citation', 'thread.message.delta', 'submit_tool_outputs', 'vector_store.search_results'])
    expect(journals).toContain(word)
})

test('what is done aside shifts no id', async () => {
  const told = ids((await skipped).answers)
  const interrupted = await tellStory({
    aside: async ({ beta }) => {
      for (let n = 0; n < 3; n++) await beta.assistants.list()
      await beta.threads.retrieve('thread_nobody').catch(() => {})
    },
  })
  expect(told.length).toBeGreaterThan(100)
  expect(ids(interrupted.answers)).toEqual(told)
})

/** Where two texts differ first: nobody can read a megabyte of differences. */
function differsAt(actual: string, expected: string): string | undefined {
  if (actual === expected) return undefined
  let at = 0
  while (actual[at] === expected[at]) at++
  const around = (text: string) => text.slice(Math.max(0, at - 200), at + 100)
  return `byte ${at}:\n${around(expected)}\n--- is now\n${around(actual)}`
}
