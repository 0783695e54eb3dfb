import fc from 'fast-check'
import OpenAI from 'openai'
import { expect } from 'vitest'
import { look } from '../invariants.ts'
import type { KnownRun, KnownThread, Place, World } from '../world.ts'

/** What commands are chosen by: is there anything that it could be about? */
export type Known = { places: Place[] }
export type Command = fc.AsyncCommand<Known, World>

/** One kind of command: what it is given, and what it does; `where` says in which project. */
export function command<G extends { place: number }>(
  name: string,
  given: fc.Arbitrary<G>,
  {
    possible = () => true,
    play,
  }: { possible?: (place: Place) => boolean; play: (given: G, place: Place, world: World) => Promise<void> },
): fc.Arbitrary<Command> {
  const of = ({ places }: Known, { place }: G) => places[place % places.length]!
  return given.map((given) => ({
    check: (known) => possible(of(known as Known, given)),
    run: async (known, world) => {
      const place = of(known, given)
      const others = world.places.filter((each) => each !== place).map((each) => [each, inShort(each)] as const)
      await play(given, place, world)
      await look(world, place)
      for (const [other, before] of others) expect(inShort(other), 'another project').toEqual(before)
    },
    toString: () => `${name}${JSON.stringify(given)}`,
  }))
}

function inShort({ control }: Place): object {
  return { runs: control.runs.list(), now: control.clock.now() }
}

/** The n-th of a list counted from the last, round and round. */
export function pick<T>(list: readonly T[], n: number): T {
  return list[list.length - 1 - (n % list.length)]!
}

/** A project, mostly the first. */
export const place = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.constant(1))

/** Which of several things, mostly the last. */
export const which = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(5))

export const thereIs = {
  assistant: ({ assistants }: Place) => assistants.length > 0,
  both: ({ assistants, threads }: Place) => assistants.length > 0 && threads.length > 0,
  thread: ({ threads }: Place) => threads.length > 0,
  run: ({ runs }: Place) => runs.length > 0,
}

/** An error on its way: `refused`, the request has not been carried out; `lost`, it has, and nobody knows. */
export const fault = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  fc.constantFrom('refused' as const, 'lost' as const),
)
export type Fault = 'refused' | 'lost' | undefined

export interface Asked<T> {
  /** Why the request must be refused, in the service's words; undefined if it must be taken. */
  refusal: string | undefined
  request: () => PromiseLike<T>
  fault?: Fault
}

/**
 * Sends a request and asserts that it is taken or refused as the model says.
 * `happened` says whether it has been carried out; `value` is what was answered, if it was.
 */
export async function ask<T>(
  { control }: Place,
  { refusal, request, fault }: Asked<T>,
): Promise<{ happened: boolean; value?: T }> {
  if (fault) control.faults.add(fault === 'lost' ? { reset: null, handled: true } : { http_error: 503, handled: false })
  const outcome = await Promise.resolve(request()).then(
    (value) => ({ value, error: undefined }),
    (error: unknown) => ({ value: undefined, error }),
  )
  control.faults.clear()
  const { error } = outcome
  if (fault) {
    expect(error, 'what a fault makes of a request').toBeInstanceOf(OpenAI.APIError)
    return { happened: fault === 'lost' && refusal === undefined }
  }
  if (error !== undefined && !(error instanceof OpenAI.APIError && error.status! < 500)) throw error
  expect(error === undefined ? undefined : messageOf(error as InstanceType<typeof OpenAI.APIError>)).toBe(refusal)
  return error === undefined ? { happened: true, value: outcome.value as T } : { happened: false }
}

function messageOf({ error }: InstanceType<typeof OpenAI.APIError>): string {
  return (error as { message: string }).message
}

/** Why a thread cannot take a message or a run now; undefined if it can. */
export function lock({ id, runs, gone }: KnownThread, wanted: 'message' | 'run'): string | undefined {
  if (gone) return `No thread found with id '${id}'.`
  const active: KnownRun | undefined = runs.find(({ look }) =>
    ['queued', 'in_progress', 'requires_action', 'cancelling'].includes(look.status),
  )
  if (!active) return undefined
  return wanted === 'run'
    ? `Thread ${id} already has an active run ${active.id}.`
    : `Can't add messages to ${id} while a run ${active.id} is active.`
}
