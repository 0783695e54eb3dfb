import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { createEmulator, type EmulatorOptions } from '../../src/index.ts'

/** Stories about time and endings, told through the official client in process. */
async function stage(script: string, options: EmulatorOptions = {}) {
  const emulator = createEmulator({ scenarios: { own: script }, ...options })
  const openai = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 0 })
  const { id: assistant_id } = await openai.beta.assistants.create({ model: 'gpt-4o', instructions: 'Be brief.' })
  const start = emulator.clock.now().getTime()
  const { threads } = openai.beta
  return {
    emulator,
    openai,
    assistant_id,
    /** Seconds since the start. */
    clock: () => (emulator.clock.now().getTime() - start) / 1000,
    begin: (scenario = 'own') => threads.createAndRun({ assistant_id, metadata: { emulator_scenario: scenario } }),
    stream: (scenario = 'own') =>
      threads.createAndRunStream({ assistant_id, metadata: { emulator_scenario: scenario } }),
    read: ({ id, thread_id }: OpenAI.Beta.Threads.Run) => threads.runs.retrieve(id, { thread_id }),
    rest: ({ id, thread_id }: OpenAI.Beta.Threads.Run) => threads.runs.poll(id, { thread_id }),
    answer: ({ id, thread_id, required_action }: OpenAI.Beta.Threads.Run) =>
      threads.runs.submitToolOutputs(id, {
        thread_id,
        tool_outputs: required_action!.submit_tool_outputs.tool_calls.map((call) => ({
          tool_call_id: call.id,
          output: 'ok',
        })),
      }),
  }
}

const call = '- tool_calls: [{ function: { name: f, arguments: {} } }]'
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('under a clock that skips', () => {
  it('a script of fifteen minutes expires after ten, as it would in real time', async () => {
    const { begin, rest } = await stage('script:\n  - after: 15m\n    message: Too late.')
    const run = await rest(await begin())
    expect(run.status).toBe('expired')
    expect(run.completed_at! - run.created_at).toBe(600)
  })

  it('a run expires when it says: expires_after', async () => {
    const { begin, rest } = await stage('expires_after: 2s\nscript:\n  - after: 1m\n    message: Too late.')
    const started = await begin()
    expect(started.expires_at! - started.created_at).toBe(2)
    const run = await rest(started)
    expect([run.status, run.completed_at! - run.created_at]).toEqual(['expired', 2])
  })

  it('two streams of 61 seconds at once are both through at +61 s', async () => {
    const words = Array.from({ length: 62 }, () => 'word').join(' ')
    const { openai, assistant_id, clock } = await stage(
      `script:\n  - message: { content: "${words}", by: word, every: 1s, first: 0s }`,
    )
    // Not the client's helper for streams: it begins after a timer of its own, and two of those may be turns apart.
    const follow = async () => {
      const metadata = { emulator_scenario: 'own' }
      const stream = await openai.beta.threads.createAndRun({ assistant_id, metadata, stream: true })
      const events: string[] = []
      for await (const { event } of stream) events.push(event)
      return [events.at(-1), events.filter((event) => event === 'thread.message.delta').length]
    }
    expect(await Promise.all([follow(), follow()])).toEqual(Array(2).fill(['thread.run.completed', 62]))
    expect(clock()).toBe(61)
  })

  it('a run that waits for outputs never expires by skipping, however far others have moved the clock', async () => {
    const { emulator, begin, rest, read, answer, clock } = await stage(`script:\n  ${call}\n  - message: Thanks.`, {
      scenarios: {
        own: `script:\n  ${call}\n  - after: 5s\n    message: Thanks.`,
        long: 'script:\n  - after: 9m\n    message: Done.',
      },
    })
    const [first, second] = [await rest(await begin()), await rest(await begin())]
    for (let n = 0; n < 3; n++) expect((await rest(await begin('long'))).status).toBe('completed')
    expect(clock()).toBe(3 * 540)
    expect((await read(first)).status).toBe('requires_action')

    await answer(first)
    const answered = await rest(first)
    expect([answered.status, answered.completed_at! - answered.started_at!]).toEqual(['completed', 5])

    await emulator.clock.advance(1)
    expect((await read(second)).status).toBe('expired')
  })

  it('a hold is ended by advance: the run expires', async () => {
    const { emulator, begin, read, clock } = await stage('script:\n  - message: Wait.\n  - hold', {
      scenarios: { own: 'script:\n  - message: Wait.\n  - hold', long: 'script:\n  - after: 9m\n    message: Done.' },
    })
    const run = await begin()
    for (let n = 0; n < 20; n++) await turn()
    expect([(await read(run)).status, clock()]).toEqual(['in_progress', 0])
    await emulator.clock.advance('10m')
    expect((await read(run)).status).toBe('expired')
  })
})

describe('polls', () => {
  const counted = 'script:\n  - after: 2 polls\n    status: in_progress\n  - after: 1 polls\n    message: Done.'

  it('are those of this run only, and lists do not count', async () => {
    const { begin, read, openai } = await stage(counted)
    const [mine, other] = [await begin(), await begin()]
    for (let n = 0; n < 5; n++) {
      await read(other)
      await openai.beta.threads.runs.list(mine.thread_id)
      await openai.beta.threads.runs.steps.list(mine.id, { thread_id: mine.thread_id })
      await turn()
    }
    const seen: string[] = []
    for (let n = 0; n < 4; n++) {
      seen.push((await read(mine)).status)
      await turn()
    }
    expect(seen).toEqual(['queued', 'queued', 'in_progress', 'completed'])
  })

  it('are not waited for while a stream follows', async () => {
    const { stream } = await stage(counted)
    expect((await stream().finalRun()).status).toBe('completed')
  })
})

describe('after a cancel', () => {
  const holding = (on_cancel: string) => `script:\n  - hold\non_cancel:\n${on_cancel}`

  it.each<[string, string, string, number]>([
    ['nothing is said: it is cancelled', 'script: [hold]', 'cancelled', 0],
    ['it takes its time', holding('  - after: 30s'), 'cancelled', 30],
    ['it completes all the same', holding('  - after: 3s\n    status: completed'), 'completed', 3],
    ['it fails', holding('  - status: failed'), 'failed', 0],
    ['it hangs until it expires', 'expires_after: 60s\n' + holding('  - after: 5m'), 'expired', 60],
  ])('%s', async (_, script, status, seconds) => {
    const { begin, rest, openai, clock } = await stage(script)
    const run = await begin()
    await turn()
    const cancelling = await openai.beta.threads.runs.cancel(run.id, { thread_id: run.thread_id })
    expect(cancelling).toMatchObject({ status: 'cancelling', required_action: null })
    expect((await rest(run)).status).toBe(status)
    expect(clock()).toBe(seconds)
  })

  it('the rest of its script is forgotten, and so is the wait it was in', async () => {
    const { begin, rest, openai, clock } = await stage(`script:\n  ${call}\n  - message: Never.`)
    const run = await rest(await begin())
    await openai.beta.threads.runs.cancel(run.id, { thread_id: run.thread_id })
    expect((await rest(run)).status).toBe('cancelled')
    expect(clock()).toBe(0)
    const { data: steps } = await openai.beta.threads.runs.steps.list(run.id, { thread_id: run.thread_id })
    expect(steps.map(({ status }) => status)).toEqual(['cancelled'])
  })
})

describe('a manual clock', () => {
  it('shows every status in between, and each thing at its moment', async () => {
    const { emulator, begin, read, clock } = await stage(
      'script:\n  - after: 2s\n    message: One.\n  - after: 3s\n    message: Two.',
      {
        clock: 'manual',
      },
    )
    const run = await begin()
    for (let n = 0; n < 5; n++) await turn()
    expect((await read(run)).status).toBe('queued')
    await emulator.clock.advance('1s')
    expect((await read(run)).status).toBe('in_progress')
    await emulator.clock.advance({ until: { run: run.id } })
    expect(clock()).toBe(5)
    const done = await read(run)
    expect([done.status, done.started_at! - run.created_at, done.completed_at! - run.created_at]).toEqual([
      'completed',
      0,
      5,
    ])
  })

  it('fires deadlines and work in order: what expires first never gets to speak', async () => {
    const { emulator, begin, read } = await stage('', {
      clock: 'manual',
      scenarios: {
        own: 'expires_after: 5s\nscript:\n  - after: 6s\n    message: Too late.',
        other: 'script:\n  - after: 6s\n    message: In time.',
      },
    })
    const [expiring, speaking] = [await begin(), await begin('other')]
    await emulator.clock.advance('10m')
    const [expired, completed] = [await read(expiring), await read(speaking)]
    expect([expired.status, expired.completed_at! - expired.created_at]).toEqual(['expired', 5])
    expect([completed.status, completed.completed_at! - completed.created_at]).toEqual(['completed', 6])
  })
})

describe('what a run belongs to is deleted (decisions 19)', () => {
  it('its assistant: who polls sees it fail, and the thread is free', async () => {
    const { openai, begin, read, rest, assistant_id } = await stage('script: [hold]')
    const finished = await rest(await begin('hello'))
    const run = await begin()
    await turn()
    expect(await openai.beta.assistants.delete(assistant_id)).toMatchObject({ deleted: true })
    const failed = await read(run)
    expect(failed).toMatchObject({
      status: 'failed',
      last_error: { code: 'server_error', message: `No assistant found with id '${assistant_id}'.` },
      expires_at: null,
    })
    expect(await openai.beta.threads.messages.create(run.thread_id, { role: 'user', content: 'Free?' })).toBeDefined()
    expect((await read(finished)).status, 'what had ended stays as it was').toBe('completed')
  })

  it("another assistant: nothing happens to this one's run", async () => {
    const { openai, begin, read } = await stage('script: [hold]')
    const run = await begin()
    await turn()
    const other = await openai.beta.assistants.create({ model: 'gpt-4o' })
    await openai.beta.assistants.delete(other.id)
    expect((await read(run)).status).toBe('in_progress')
  })

  it.each(['thread', 'assistant'] as const)('its %s: a follower gets an error, then the stream ends', async (which) => {
    const { openai, assistant_id } = await stage('script: [hold]')
    const events: string[] = []
    const stream = await openai.beta.threads.createAndRun({
      assistant_id,
      metadata: { emulator_scenario: 'own' },
      stream: true,
    })
    const reading = async () => {
      for await (const event of stream) {
        events.push(event.event)
        if (event.event !== 'thread.run.in_progress') continue
        if (which === 'thread') await openai.beta.threads.delete(event.data.thread_id)
        else await openai.beta.assistants.delete(assistant_id)
      }
    }
    await expect(reading()).rejects.toThrow(new RegExp(`No ${which} found with id`))
    expect(events).toEqual(['thread.created', 'thread.run.created', 'thread.run.queued', 'thread.run.in_progress'])
  })

  it('a follower is told nothing after the error but that the stream is done', async () => {
    const { emulator, openai, assistant_id } = await stage('script: [hold]')
    const headers = { authorization: 'Bearer any', 'openai-beta': 'assistants=v2', 'content-type': 'application/json' }
    const body = JSON.stringify({ assistant_id, stream: true, metadata: { emulator_scenario: 'own' } })
    const response = await emulator.fetch(`${emulator.url}/threads/runs`, { method: 'POST', headers, body })
    const text = response.text()
    for (let n = 0; n < 10; n++) await turn()
    await openai.beta.assistants.delete(assistant_id)
    expect([...(await text).matchAll(/^event: (.*)$/gm)].map(([, name]) => name).slice(-3)).toEqual([
      'thread.run.in_progress',
      'error',
      'done',
    ])
  })

  it('its thread: the run is gone with it', async () => {
    const { openai, begin, read } = await stage('script: [hold]')
    const run = await begin()
    await turn()
    expect(await openai.beta.threads.delete(run.thread_id)).toMatchObject({ deleted: true })
    await expect(read(run)).rejects.toThrow(`No thread found with id '${run.thread_id}'.`)
  })
})

describe('usage', () => {
  it('does not follow from ids, which differ from start to start under a real clock', async () => {
    const spent = async (seed: number) => {
      const { begin, rest, answer } = await stage(`script:\n  ${call}\n  - message: Thanks.`, { seed })
      const asked = await rest(await begin())
      await answer(asked)
      const run = await rest(asked)
      return { id: run.id, usage: run.usage }
    }
    const [one, two] = [await spent(1), await spent(2)]
    expect(one.id).not.toBe(two.id)
    expect(one.usage).toEqual(two.usage)
  })
})
