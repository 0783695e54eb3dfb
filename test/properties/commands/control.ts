import fc from 'fast-check'
import { expect } from 'vitest'
import { arrows, isEnded } from '../model.ts'
import { command, pick, place, thereIs, which } from './command.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

const spans = [0, 1, 7, 299, 300, 999, 1000, 1001, 2000, 2999, 3001, 59_999, 599_999, 600_000, 600_001, 86_400_000]

export const advance = command('advance', fc.record({ place, ms: fc.constantFrom(...spans) }), {
  play: async ({ ms }, { control: { clock } }) => {
    const before = clock.now().getTime()
    await clock.advance(ms)
    expect(clock.now().getTime() - before, 'how far the clock has moved').toBe(ms)
  },
})

/** No run that lets time pass is left where the clock could move it: it has come to rest, or waits for somebody. */
export const advanceUntilRest = command('advance_until_rest', fc.record({ place, run: which }), {
  possible: thereIs.run,
  play: async ({ run: n }, { control, runs }) => {
    const { id, look } = pick(runs, n)
    const failed = await control.clock.advance({ until: { run: id } }).then(
      () => undefined,
      (error: unknown) => error,
    )
    const { status } = control.runs.get(id).run
    expect(failed, `nothing brings it to rest, and it is ${status}`).toBeUndefined()
    if (isEnded(look.status)) expect(status).toBe(look.status)
    else expect(['requires_action', 'completed', 'incomplete', 'failed', 'cancelled', 'expired']).toContain(status)
  },
})

/** For a while time skips; then it stands still again. */
export const skip = command('skip', fc.record({ place, turns: fc.constantFrom(1, 5, 60) }), {
  play: async ({ turns }, { control: { clock } }) => {
    clock.mode = 'skip'
    for (let n = 0; n < turns; n++) await turn()
    clock.mode = 'manual'
  },
})

export const poll = command('poll', fc.record({ place, run: which, times: fc.integer({ min: 1, max: 3 }) }), {
  possible: thereIs.run,
  play: async ({ run: n, times }, { client, runs }) => {
    const { id, thread, look } = pick(runs, n)
    for (let n = 0; n < times; n++)
      expect(await client.beta.threads.runs.retrieve(id, { thread_id: thread.id })).toEqual(look)
  },
})

/** A run that is active can be moved by hand, unless it waits for a client; one that has ended cannot. */
const refused = { ended: /^The run \w+ has ended/, client: /only the client can move it/ }

export const step = command('step', fc.record({ place, run: which, times: fc.integer({ min: 1, max: 4 }) }), {
  possible: thereIs.run,
  play: async ({ run: n, times }, { control, runs }) => {
    const { id, look } = pick(runs, n)
    const move = () => control.runs.step(id, times)
    if (isEnded(look.status)) expect(move).toThrow(refused.ended)
    else if (look.status === 'requires_action') expect(move).toThrow(refused.client)
    else move()
  },
})

export const release = command('release', fc.record({ place, run: which }), {
  possible: thereIs.run,
  play: async ({ run: n }, { control, runs }) => {
    const { id, look } = pick(runs, n)
    const move = () => control.runs.release(id)
    if (isEnded(look.status)) expect(move).toThrow(refused.ended)
    else if (look.status === 'requires_action') expect(move).toThrow(refused.client)
    else move()
  },
})

const forced = ['in_progress', 'completed', 'incomplete', 'failed', 'cancelling', 'cancelled', 'expired'] as const

/** What is forced follows the same arrows. */
export const force = command('force', fc.record({ place, run: which, status: fc.constantFrom(...forced) }), {
  possible: thereIs.run,
  play: async ({ run: n, status }, { control, runs }) => {
    const { id, look } = pick(runs, n)
    const move = () => control.runs.force(id, { status })
    const isAllowed = arrows[look.status].includes(status)
    if (isEnded(look.status)) expect(move).toThrow(refused.ended)
    else if (isAllowed) expect(move().run.status).toBe(status)
    else
      try {
        move()
      } catch (error) {
        expect((error as Error).message).toMatch(/it cannot become/)
      }
  },
})

export const gate = command('gate', fc.record({ place, open: fc.boolean() }), {
  play: async ({ open }, { control }) => {
    if (open) control.openGate('g')
    else control.shutGate('g')
  },
})

export const reseed = command('seed', fc.record({ place, seed: fc.constantFrom('x', 7) }), {
  play: async ({ seed }, { control }) => {
    control.seed = String(seed)
  },
})
