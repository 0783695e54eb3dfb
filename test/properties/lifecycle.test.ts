import fc from 'fast-check'
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { createEmulator } from '../../src/index.ts'
import { isTerminal, next, type RunStatus, transitions, type Verb } from '../../src/run/lifecycle.ts'

type Run = OpenAI.Beta.Threads.Run

const scenarios = ['tool-call', 'parallel-tool-calls', 'hello', 'server-error', 'max-completion-tokens']
const command = fc.oneof(
  fc.record({ does: fc.constant('run' as const), scenario: fc.constantFrom(...scenarios) }),
  fc.record({ does: fc.constant('advance' as const), ms: fc.constantFrom(1, 100, 1000, 5000, 700_000) }),
  fc.record({ does: fc.constant('submit' as const), all: fc.boolean() }),
  fc.record({ does: fc.constantFrom('message', 'poll', 'cancel', 'modify', 'delete') }),
)

/** What may lie between two looks at a run. */
function reachable(from: RunStatus, seen = new Set<RunStatus>([from])): Set<RunStatus> {
  for (const verb of Object.keys(transitions[from])) {
    const to = next(from, verb as Verb)!
    if (!seen.has(to)) reachable(to, seen.add(to))
  }
  return seen
}

test('after any sequence of requests the lock, statuses, pages, sums and views hold', { timeout: 60_000 }, async () => {
  const emulator = createEmulator({ clock: 'manual' })
  const { fetch, url: baseURL } = emulator
  const { beta } = new OpenAI({ apiKey: 'any', baseURL, fetch, maxRetries: 0 })
  const { threads } = beta

  /** True if it was done, false if it was refused; a bug is neither. */
  const done = (request: PromiseLike<unknown>): Promise<boolean> =>
    Promise.resolve(request).then(
      () => true,
      (error: unknown) => {
        if (error instanceof OpenAI.BadRequestError && error.type === 'invalid_request_error') return false
        throw error
      },
    )

  const play = async (commands: (typeof command extends fc.Arbitrary<infer C> ? C : never)[]) => {
    emulator.reset()
    const assistant_id = (await beta.assistants.create({ model: 'gpt-4o', instructions: 'Help.' })).id
    const thread_id = (await threads.create()).id
    const looks = new Map<string, Run>()
    let messages = 0
    const look = async () => {
      const { data } = await threads.runs.list(thread_id, { limit: 100 })
      for (const run of data) {
        const before = looks.get(run.id)
        if (before) expect(reachable(before.status)).toContain(run.status)
        if (before && isTerminal(before.status)) expect({ ...run, metadata: 0 }).toEqual({ ...before, metadata: 0 })
        looks.set(run.id, run)
      }
      expect(data.length).toBe(looks.size)
      return data
    }
    for (const each of commands) {
      const active = (await look()).filter(({ status }) => !isTerminal(status))
      expect(active.length).toBeLessThanOrEqual(1)
      const run = active[0] ?? [...looks.values()].at(-1)
      const of = { thread_id }
      if (each.does === 'advance') await emulator.clock.advance(each.ms)
      else if (each.does === 'run') {
        const headers = { 'x-emulator-scenario': each.scenario }
        let made: Run | undefined
        const create = async () => (made = await threads.runs.create(thread_id, { assistant_id }, { headers }))
        expect(await done(create())).toBe(active.length === 0)
        if (made) looks.set(made.id, made)
      } else if (each.does === 'message') {
        const added = await done(threads.messages.create(thread_id, { role: 'user', content: `Message ${messages}` }))
        expect(added).toBe(active.length === 0)
        if (added) messages++
      } else if (run && each.does === 'cancel')
        expect(await done(threads.runs.cancel(run.id, of))).toBe(next(run.status, 'cancel') !== undefined)
      else if (run && each.does === 'submit') {
        const calls = run.required_action?.submit_tool_outputs.tool_calls ?? []
        const tool_outputs = calls.slice(each.all ? 0 : 1).map(({ id }) => ({ tool_call_id: id, output: 'sunny' }))
        expect(await done(threads.runs.submitToolOutputs(run.id, { thread_id, tool_outputs }))).toBe(
          run.status === 'requires_action' && each.all,
        )
      } else if (run && each.does === 'modify') await done(threads.runs.update(run.id, { ...of, metadata: { a: 'b' } }))
      else if (each.does === 'delete') {
        const [own] = (await threads.messages.list(thread_id, { limit: 100 })).data.filter(
          ({ role }) => role === 'user',
        )
        if (own && (await done(threads.messages.delete(own.id, of)))) messages--
      }
    }
    const whole = await look()
    const paged = []
    for await (const run of threads.runs.list(thread_id, { limit: 2 })) paged.push(run)
    expect(paged).toEqual(whole)
    for (const run of whole) {
      expect(await threads.runs.retrieve(run.id, { thread_id })).toEqual(run)
      if (run.usage) expect(run.usage.total_tokens).toBe(run.usage.prompt_tokens + run.usage.completion_tokens)
      const { data: steps } = await threads.runs.steps.list(run.id, { thread_id, limit: 100 })
      const total = steps.reduce((sum, { usage }) => sum + (usage?.total_tokens ?? 0), 0)
      if (run.status === 'completed') expect(total).toBe(run.usage!.total_tokens)
    }
    const all = (await threads.messages.list(thread_id, { limit: 100 })).data
    expect(all.filter(({ role }) => role === 'user').length).toBe(messages)
  }
  await fc.assert(fc.asyncProperty(fc.array(command, { maxLength: 25, size: 'max' }), play), { numRuns: 40, seed: 5 })
})
