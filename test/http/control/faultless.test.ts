import { basename } from 'node:path'
import OpenAI from 'openai'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createEmulator, type EmulatorOptions } from '../../../src/index.ts'
import { shippedFolder } from '../../../src/package.ts'
import { scenarioFiles } from '../../../src/scenario/files.ts'
import { silence } from '../../sdk/play.ts'
import { prepare } from './control.ts'

/** Clients that do nothing wrong: a verdict that blames them is worse than one that misses something. */

type Run = OpenAI.Beta.Threads.Run
type Runs = OpenAI.Beta.Threads.Runs

const isActive = ({ status }: Run) => ['queued', 'in_progress', 'cancelling'].includes(status)
const outputs = (run: Run) =>
  run.required_action!.submit_tool_outputs.tool_calls.map(({ id }) => ({ tool_call_id: id, output: 'ok' }))
const names = scenarioFiles(shippedFolder).map((path) => basename(path, '.yaml'))

async function world(options?: EmulatorOptions) {
  const emulator = createEmulator(options)
  const openai = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 0 })
  const { thread, assistant_id } = await prepare(openai)
  return { emulator, openai, thread_id: thread.id, assistant_id, runs: openai.beta.threads.runs }
}

type World = Awaited<ReturnType<typeof world>>

/** Reads a run as often as it was told to, until it moves no more; a silent one is cancelled, and then given up. */
async function poll({ runs, emulator }: World, run: Run): Promise<Run> {
  for (let reads = 0; isActive(run) && reads < 80; reads++) {
    if (reads === 40) await runs.cancel(run.id, { thread_id: run.thread_id }).catch(() => {})
    await emulator.clock.advance(10)
    run = await runs.retrieve(run.id, { thread_id: run.thread_id }).catch(() => run)
  }
  return run
}

/** Follows a stream as far as it goes, and then polls; what it told by itself is not asked for again. */
async function follow(set: World, open: () => Promise<AsyncIterable<OpenAI.Beta.AssistantStreamEvent>>) {
  let run: Run | undefined
  let heard = 0
  try {
    const stream = await open()
    const impatient = (async () => {
      for (let before = -1; before !== heard;) {
        before = heard
        await silence(200)
      }
      ;(stream as unknown as { controller: AbortController }).controller.abort()
    })()
    for await (const { event, data } of stream) {
      heard++
      if (/^thread\.run\.[a-z_]+$/.test(event)) run = data as Run
    }
    await impatient
  } catch {
    // Whatever broke, the run did not.
  }
  // The stream told all that there is.
  if (run && !isActive(run)) return run
  run ??= (await set.runs.list(set.thread_id)).data[0]
  if (run) run = await poll(set, run)
  await set.openai.beta.threads.messages.list(set.thread_id)
  return run
}

/** Answers every call; whoever asks for more than thirty rounds is cancelled. */
async function answer({ runs, thread_id, ...set }: World, first: Run | undefined, go: (run: Run) => Promise<Run>) {
  let run = first
  for (let rounds = 0; run?.status === 'requires_action' && rounds < 30; rounds++) run = await go(run)
  if (run?.status === 'requires_action')
    await poll({ runs, thread_id, ...set }, await runs.cancel(run.id, { thread_id }))
}

test.each(names)('a patient client that polls is blamed for nothing: %s', async (name) => {
  const set = await world()
  const { emulator, thread_id, assistant_id, runs } = set
  const created = await runs
    .create(thread_id, { assistant_id, metadata: { emulator_scenario: name } })
    // The run may be there all the same.
    .catch(async () => (await runs.list(thread_id)).data[0])
  await answer(set, created && (await poll(set, created)), async (run) => {
    const submitted = await runs.submitToolOutputs(run.id, { thread_id, tool_outputs: outputs(run) }).catch(() => run)
    return poll(set, submitted === run ? await runs.retrieve(run.id, { thread_id }) : submitted)
  })
  await set.openai.beta.threads.messages.list(thread_id)
  expect(emulator.verdict().findings).toEqual([])
})

test.each(names)('a client that streams, and polls where that breaks, is blamed for nothing: %s', async (name) => {
  const set = await world()
  // The official client says so where an event is no JSON.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => void vi.restoreAllMocks())
  const { emulator, thread_id, assistant_id, runs } = set
  const body = { assistant_id, metadata: { emulator_scenario: name }, stream: true } as const
  const first = await follow(set, () => runs.create(thread_id, body))
  await answer(set, first, async (run) => {
    const tool_outputs = outputs(run)
    return (await follow(set, () => runs.submitToolOutputs(run.id, { thread_id, tool_outputs, stream: true })))!
  })
  expect(emulator.verdict().findings).toEqual([])
})
