import { existsSync } from 'node:fs'
import type { ClockMode } from '../engine/clock/clock.ts'
import type { Emulator } from '../emulator.ts'

/** Loads a state file if it is there, with the clock that was asked for. @throws ControlError where it is wrong */
export async function loadKept(path: string, emulator: Emulator, clock: ClockMode): Promise<void> {
  if (path === '' || !existsSync(path)) return
  for (const name of await emulator.loadState(path)) emulator.project(name).clock.mode = clock
}

/** Saves the state for the next time. */
export function keep(path: string, emulator: Emulator): void {
  if (path !== '') emulator.saveState(path)
}
