import fc from 'fast-check'
import { expect } from 'vitest'
import { type Run, refusal } from '../model.ts'
import { scriptName } from '../scripts.ts'
import { Watcher } from '../watcher.ts'
import type { Item, KnownRun, KnownThread, Place } from '../world.ts'
import { ask, command, fault, lock, pick, place, thereIs, which } from './command.ts'

const parameters = fc.record(
  {
    parallel_tool_calls: fc.constant(false),
    max_completion_tokens: fc.constant(16),
    tool_choice: fc.constantFrom('none' as const, 'required' as const),
    metadata: fc.constant({ made: 'here' }),
  },
  { requiredKeys: [], noNullPrototype: true },
)
const scarce = fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, parameters)

function added(thread: KnownThread, run: Run, script: string, watcher?: Watcher): void {
  thread.runs.push({ id: run.id, thread, script, look: run, watcher })
}

/** Waits for the first event of a stream, or for its being refused. */
async function begun(watcher: Watcher): Promise<Run> {
  while (!watcher.told.run && !watcher.ended) await new Promise((resolve) => setImmediate(resolve))
  if (!watcher.told.run) throw watcher.error
  return watcher.told.run
}

export const createRun = command(
  'create_run',
  fc.record({
    place,
    thread: which,
    script: scriptName,
    with: scarce,
    says_more: fc.boolean(),
    assistant: which,
    fault,
  }),
  {
    possible: thereIs.both,
    play: async ({ thread: n, script, with: given, says_more, assistant: m, fault }, place) => {
      const thread = pick(place.threads, n)
      const assistant = pick(place.assistants, m)
      const { runs, messages } = place.client.beta.threads
      const body = {
        assistant_id: assistant.id,
        ...given,
        ...(says_more && { additional_messages: [{ role: 'user' as const, content: 'By the way,' }] }),
      }
      const { happened } = await ask(place, {
        refusal: refusalOf(thread, assistant, says_more),
        request: () => runs.create(thread.id, body, place.choosing(script)),
        fault,
      })
      if (!happened) return
      const { data } = await runs.list(thread.id, { limit: 1 })
      expect(data[0]).toMatchObject({ status: 'queued', started_at: null, assistant_id: assistant.id })
      added(thread, data[0]!, script)
      if (says_more) thread.messages.push((await messages.list(thread.id, { limit: 1 })).data[0]!)
    },
  },
)

function refusalOf(thread: KnownThread, assistant: Item, says_more = false): string | undefined {
  if (thread.gone) return lock(thread, 'run')
  if (assistant.gone) return `No assistant found with id '${assistant.id}'.`
  const isAsked = says_more || thread.messages.some(({ role, gone }) => role === 'user' && !gone)
  const nothing = 'Run creation requires a Thread with a user message or an assistant with instructions.'
  return lock(thread, 'run') ?? (isAsked ? undefined : nothing)
}

export const streamRun = command(
  'stream_run',
  fc.record({ place, thread: which, script: scriptName, with: scarce, assistant: which }),
  {
    possible: thereIs.both,
    play: async ({ thread: n, script, with: given, assistant: m }, place) => {
      const thread = pick(place.threads, n)
      const assistant = pick(place.assistants, m)
      const { runs } = place.client.beta.threads
      let watcher: Watcher | undefined
      const { value } = await ask(place, {
        refusal: refusalOf(thread, assistant),
        request: () =>
          begun(
            (watcher = new Watcher(
              runs.stream(thread.id, { assistant_id: assistant.id, ...given }, place.choosing(script)),
            )),
          ),
      })
      if (value) added(thread, value, script, watcher)
    },
  },
)

export const createThreadAndRun = command(
  'create_thread_and_run',
  fc.record({ place, script: scriptName, with: scarce, streamed: fc.boolean() }),
  {
    possible: ({ threads, assistants }) => threads.length < 4 && assistants.some(({ gone }) => !gone),
    play: async ({ script, with: given, streamed }, place) => {
      const assistant_id = place.assistants.find(({ gone }) => !gone)!.id
      const { threads } = place.client.beta
      const body = { assistant_id, thread: { messages: [{ role: 'user' as const, content: 'Hello?' }] }, ...given }
      const options = place.choosing(script)
      const watcher = streamed ? new Watcher(threads.createAndRunStream(body, options)) : undefined
      const run = watcher ? await begun(watcher) : await threads.createAndRun(body, options)
      const thread = place.know({ id: run.thread_id })
      thread.messages.push(...(await threads.messages.list(thread.id)).data)
      expect(thread.messages).toMatchObject([{ role: 'user', run_id: null }])
      added(thread, run, script, watcher)
    },
  },
)

const mistakes = ['none', 'some', 'twice', 'unknown', 'empty'] as const

export const submit = command(
  'submit_tool_outputs',
  fc.record({
    place,
    run: which,
    mistake: fc.oneof({ weight: 6, arbitrary: fc.constant('none' as const) }, fc.constantFrom(...mistakes)),
    output: fc.constantFrom('sun', 'rain', ''),
    streamed: fc.boolean(),
    fault,
  }),
  {
    possible: thereIs.run,
    play: async ({ run: n, mistake, output, streamed, fault }, place) => {
      const known = pick(place.runs, n)
      const { thread, id } = known
      const { runs } = place.client.beta.threads
      const calls = known.look.required_action?.submit_tool_outputs.tool_calls ?? []
      const expected = calls.map((call) => call.id)
      const got = answered(expected, mistake)
      const tool_outputs = got.map((tool_call_id) => ({ tool_call_id, output }))
      const body = { thread_id: thread.id, tool_outputs }
      const refused = refusal('submit', known.look) ?? refusalOfOutputs(expected, got)
      let watcher: Watcher | undefined
      const { happened } = await ask<unknown>(place, {
        refusal: refused,
        request: () =>
          streamed && !fault
            ? begun((watcher = new Watcher(runs.submitToolOutputsStream(id, body))))
            : runs.submitToolOutputs(id, body),
        fault,
      })
      if (!happened) return
      known.watcher = watcher
      expect(await runs.retrieve(id, { thread_id: thread.id })).toMatchObject({
        status: 'queued',
        started_at: known.look.started_at,
        expires_at: known.look.expires_at,
      })
      await expectAnswered(place, known, expected, output)
    },
  },
)

function answered(ids: string[], mistake: (typeof mistakes)[number]): string[] {
  if (mistake === 'some') return ids.slice(1)
  if (mistake === 'twice') return [...ids, ...ids]
  if (mistake === 'unknown') return [...ids.slice(1), 'call_nobody']
  return mistake === 'empty' ? [] : ids
}

/** In the service's words, in which lists are Python's (protocol.md §4.1). */
function refusalOfOutputs(expected: string[], got: string[]): string | undefined {
  const python = (ids: string[]) => `[${ids.map((id) => `'${id}'`).join(', ')}]`
  if (new Set(got).size < got.length) return `Duplicate call_ids submitted: ${python(got)}`
  if (expected.every((id) => got.includes(id)) && got.length === expected.length) return undefined
  return `Expected tool outputs for call_ids ${python(expected)}, got ${python(got)}`
}

/** The step that the calls stand in has ended with their outputs. */
async function expectAnswered(
  { client }: Place,
  { id, thread }: KnownRun,
  calls: string[],
  output: string,
): Promise<void> {
  const { data } = await client.beta.threads.runs.steps.list(id, { thread_id: thread.id, limit: 1 })
  expect(data[0]).toMatchObject({ status: 'completed', step_details: { type: 'tool_calls' } })
  const details = data[0]!.step_details as { tool_calls: { id: string; function?: { output: string } }[] }
  for (const call of details.tool_calls) if (calls.includes(call.id)) expect(call.function!.output).toBe(output)
}

export const cancel = command('cancel_run', fc.record({ place, run: which, fault }), {
  possible: thereIs.run,
  play: async ({ run: n, fault }, place) => {
    const { id, thread, look } = pick(place.runs, n)
    const { runs } = place.client.beta.threads
    const { happened } = await ask(place, {
      refusal: refusal('cancel', look),
      request: () => runs.cancel(id, { thread_id: thread.id }),
      fault,
    })
    if (happened) expect((await runs.retrieve(id, { thread_id: thread.id })).status).toBe('cancelling')
  },
})

export const modifyRun = command(
  'modify_run',
  fc.record({ place, run: which, value: fc.constantFrom('a', 'b'), fault }),
  {
    possible: thereIs.run,
    play: async ({ run: n, value, fault }, place) => {
      const { id, thread, look } = pick(place.runs, n)
      const { runs } = place.client.beta.threads
      const metadata = { value }
      const { happened } = await ask(place, {
        refusal: refusal('modify', look),
        request: () => runs.update(id, { thread_id: thread.id, metadata }),
        fault,
      })
      const now = await runs.retrieve(id, { thread_id: thread.id })
      expect(now).toEqual(happened ? { ...look, metadata } : look)
    },
  },
)

export const abort = command('abort_stream', fc.record({ place, run: which }), {
  possible: ({ runs }) => runs.some(({ watcher }) => watcher),
  play: async ({ run: n }, { runs }) => {
    const known = pick(
      runs.filter(({ watcher }) => watcher),
      n,
    )
    known.watcher!.abort()
    known.watcher = undefined
  },
})
