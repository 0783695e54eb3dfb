import { didYouMean, oneOf } from '../../scenario/words.ts'

export const clockModes = ['real', 'skip', 'manual'] as const
export type ClockMode = (typeof clockModes)[number]

/**
 * The only source of time of a project. Two kinds of entry: *work* is what the emulator does next, a *deadline* what happens if
 * nobody acts. Entries that are due together are run in the order in which they were planned.
 */
export interface Clock {
  readonly mode: ClockMode
  /** Milliseconds since 1970. */
  now(): number
  /** Plans `run` for the moment `due`. */
  at(due: number, kind: 'work' | 'deadline', run: () => void): Planned
  cancel(planned: Planned): void
  /**
   * Moves on by `ms`, running all that falls due, each at its moment.
   * @throws ClockError if this clock cannot be moved by hand.
   */
  advance(ms: number): Promise<void>
  /**
   * Moves on, moment by moment, until `done` holds. Resolves to whether it came to hold before there was nothing left to wait for.
   * @throws ClockError if this clock cannot be moved by hand.
   */
  advanceUntil(done: () => boolean): Promise<boolean>
  /** Forgets everything planned and starts anew. */
  reset(): void
}

export type Planned = import('./agenda.ts').Entry

/** The clock cannot do what was asked. */
export class ClockError extends Error {
  override readonly name = 'ClockError'
}

/** @throws ClockError */
export function mustBeMode(mode: ClockMode): void {
  if (!clockModes.includes(mode))
    throw new ClockError(
      `There is no clock "${String(mode)}": expected ${oneOf(clockModes)}.${didYouMean(String(mode), clockModes)}`,
    )
}

/** Where skip and manual clocks start: 2026-01-01T00:00:00Z, so that runs of the same requests give the same bytes. */
export const epoch = Date.UTC(2026, 0, 1)
