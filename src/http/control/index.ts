import { advance, readClock, setClock } from './clock.ts'
import type { Control } from './control.ts'
import { health } from './health.ts'
import { clearJournal, journal } from './journal.ts'
import { projects } from './projects.ts'
import { reset } from './reset.ts'
import { listScenarios } from './scenarios.ts'
import { readSeed, setSeed } from './seed.ts'

/** Everything below `/_emulator`. Fixed words come before parameters. */
export const controls: Control[] = [
  health,
  reset,
  projects,
  readSeed,
  setSeed,
  readClock,
  setClock,
  advance,
  listScenarios,
  journal,
  clearJournal,
] as Control[]
