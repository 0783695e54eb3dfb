import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Command, lock } from './commands/command.ts'
import * as control from './commands/control.ts'
import * as moves from './commands/moves.ts'
import * as objects from './commands/objects.ts'
import * as pages from './commands/pages.ts'
import * as runs from './commands/runs.ts'
import { look } from './invariants.ts'
import { expectSameFuture } from './moving.ts'
import { type Place, World } from './world.ts'

// `npm run properties` sets these; without them it is a short run, always the same.
const { PROPERTY_RUNS = '12', PROPERTY_SEED = '5' } = process.env

const every: fc.Arbitrary<Command>[] = Object.values({ ...runs, ...objects, ...control, ...pages, ...moves })
// What a story needs to get anywhere comes more often.
const steps = [runs.streamRun, runs.createRun, control.advance, runs.submit, control.advanceUntilRest, runs.submit]
const commands = [...every, ...steps, ...steps, runs.cancel, runs.cancel, pages.list, pages.list, objects.createMessage]

test(
  'after any sequence of requests the lock, statuses, pages, sums and views hold',
  { timeout: 3_600_000 },
  async () => {
    const sequences = fc.commands(commands, { maxCommands: 150, size: 'max' })
    await fc.assert(
      fc.asyncProperty(sequences, async (sequence) => {
        const world = await World.open()
        try {
          await fc.asyncModelRun(() => ({ model: { places: world.places }, real: world }), sequence)
          for (const place of world.places) expectJournal(place)
          await expectSameFuture(world)
          for (const place of world.places) {
            await look(world, place)
            await expectLocks(place)
          }
        } finally {
          await world.close()
        }
      }),
      { numRuns: Number(PROPERTY_RUNS), seed: Number(PROPERTY_SEED), unbiased: true },
    )
  },
)

/** A thread takes a message if and only if no run is active on it. */
async function expectLocks({ client, threads }: Place): Promise<void> {
  for (const thread of threads) {
    const added = client.beta.threads.messages.create(thread.id, { role: 'user', content: 'Free?' })
    const refused = await added.then(
      () => undefined,
      ({ error }: { error: { message: string } }) => error.message,
    )
    expect(refused).toBe(lock(thread, 'message'))
  }
}

/** Every request is in the journal, in its order, with what was answered. */
function expectJournal({ control, sent }: Place): void {
  const kept = control.journal()
  const told = kept.map(({ request: { method, path }, response }) => ({
    request: `${method} ${path}`,
    status: response?.status ?? 0,
  }))
  expect(told.slice(-sent.length)).toEqual(sent.slice(-told.length))
}
