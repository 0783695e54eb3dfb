import type OpenAI from 'openai'
import { expect } from 'vitest'
import { readView } from '../sdk/views.ts'
import { arrows, flaws, isEnded, reachable, rests, type Run, type Status } from './model.ts'
import { expectSame, quiet } from './watcher.ts'
import type { KnownRun, KnownThread, Place, World } from './world.ts'

type Message = OpenAI.Beta.Threads.Message
type Step = OpenAI.Beta.Threads.Runs.RunStep

const whole = { order: 'asc', limit: '100' }

/** Looks at everything in a project, notes it, and asserts what must hold after any request. */
export async function look(world: World, place: Place): Promise<void> {
  await quiet(world.watchers.filter(({ ended }) => !ended))
  for (const thread of place.threads) {
    if (thread.gone) continue
    await lookAtRuns(thread)
    await lookAtMessages(thread)
  }
  for (const run of place.runs) await lookAtStream(run)
}

async function lookAtRuns(thread: KnownThread): Promise<void> {
  const { control } = thread.place
  const { data } = await thread.place.list<Run>(`/threads/${thread.id}/runs`, whole)
  expect(data.map(({ id }) => id)).toEqual(thread.runs.map(({ id }) => id))
  for (const [n, known] of thread.runs.entries()) {
    await compare(known, data[n]!)
    known.look = data[n]!
  }
  expect(data.filter(({ status }) => !isEnded(status)).length, 'runs that lock the thread').toBeLessThanOrEqual(1)
  const now = control.clock.now().getTime() / 1000
  expect(data.flatMap((run) => flaws(run, now))).toEqual([])
}

/** What a run was at the last look, and what it is now. */
async function compare(known: KnownRun, run: Run): Promise<void> {
  const before = known.look
  expect([...reachable(before.status)], `what may follow ${before.status}`).toContain(run.status)
  if (isEnded(before.status))
    expect({ ...run, metadata: 0 }, 'a run that has ended').toEqual({ ...before, metadata: 0 })
  else if (isEnded(run.status)) await expectSums(known.thread, run)
  if (before.started_at !== null) expect(run.started_at, 'when it started').toBeGreaterThanOrEqual(before.started_at)
  if (run.expires_at !== null) expect(run.expires_at, 'when it expires').toBe(before.expires_at)
  expectPath(known, run.status)
}

/** A run that has ended has no step in progress, and has used what its steps have used. */
async function expectSums({ id: thread_id, place }: KnownThread, run: Run): Promise<void> {
  const { data: steps } = await place.list<Step>(`/threads/${thread_id}/runs/${run.id}/steps`, whole)
  expect(steps.map(({ status }) => status)).not.toContain('in_progress')
  expect(run.usage).toEqual(steps.reduce<object>((sum, { usage }) => (usage ? added(sum, usage) : sum), none))
  expect(run.usage!.total_tokens).toBe(run.usage!.prompt_tokens + run.usage!.completion_tokens)
}

const none = {
  prompt_tokens: 0,
  completion_tokens: 0,
  total_tokens: 0,
  prompt_token_details: { cached_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0 },
}

function added(a: object, b: object): object {
  return Object.fromEntries(
    Object.entries(a).map(([key, value]) => {
      const other = (b as Record<string, unknown>)[key]
      return [key, typeof value === 'number' ? value + (other as number) : added(value as object, other as object)]
    }),
  )
}

/** Every change of a run's status was one arrow, and the last led to what the run is. */
function expectPath({ id, thread, moved }: KnownRun, status: Status): void {
  if (moved) return
  const told = thread.place.control.runs.get(id).history.flatMap(({ events }) => events)
  const path = told.flatMap(({ event }) => /^thread\.run\.(?!step)(\w+)$/.exec(event)?.[1] ?? [])
  const changes = path.filter((each) => each !== 'created') as Status[]
  changes.forEach((to, n) => n > 0 && expect(arrows[changes[n - 1]!], `after ${changes[n - 1]}`).toContain(to))
  expect(changes.at(-1)).toBe(status)
}

/** The list has what was there before, in its order, and behind it only messages that runs have closed. */
async function lookAtMessages(thread: KnownThread): Promise<void> {
  const { data } = await thread.place.list<Message>(`/threads/${thread.id}/messages`, whole)
  const known = thread.messages.filter(({ gone }) => !gone)
  expect(ids(data.slice(0, known.length)), 'the messages of before').toEqual(ids(known))
  for (const { id, run_id, role } of data.slice(known.length)) {
    expect(role, 'who wrote a message that nobody created').toBe('assistant')
    thread.messages.push({ id, run_id, role })
  }
  for (const run of thread.runs) if (!run.moved) expectClosed(run, thread, data)
}

/** A message of a run is listed if and only if it is closed. */
function expectClosed(run: KnownRun, { messages, place }: KnownThread, listed: Message[]): void {
  const told = place.control.runs.get(run.id).history.flatMap(({ events }) => events)
  const closed = told.filter(({ event }) => /^thread\.message\.(completed|incomplete)$/.test(event))
  const gone = new Set(messages.filter((message) => message.gone).map(({ id }) => id))
  expect(ids(listed.filter(({ run_id }) => run_id === run.id))).toEqual(
    ids(closed.map(({ data }) => data as Message)).filter((id) => !gone.has(id)),
  )
}

/** A stream ends where its run rests, and has told what a read shows. */
async function lookAtStream(known: KnownRun): Promise<void> {
  const { watcher, thread, look: run } = known
  if (!watcher) return
  expect(watcher.ended, `the stream of a run that is ${run.status} has ended`).toBe(rests(run.status))
  if (!watcher.ended) return
  known.watcher = undefined
  // The stream of a run whose assistant is gone ends in an error (decisions 19).
  if (watcher.error !== undefined) return expect(run.last_error?.message).toMatch(/^No assistant found/)
  const told = watcher.told.run!.status
  // A single command may bring it further than where its stream has ended.
  if (told !== run.status) return expect(told).toBe('requires_action')
  expectSame(watcher, await readView(thread.place.client, { id: run.id, thread_id: thread.id }), thread.touched)
}

const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id)
