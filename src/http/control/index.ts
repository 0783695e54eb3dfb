import { advance, readClock, setClock } from './clock.ts'
import type { Control } from './control.ts'
import { readCoverage } from './coverage.ts'
import { clearFaults, putFault, readFaults } from './faults.ts'
import { openGate, shutGate } from './gates.ts'
import { health } from './health.ts'
import { clearJournal, journal } from './journal.ts'
import { clearNext, next, readNext } from './next.ts'
import { openapi } from './openapi.ts'
import { projects } from './projects.ts'
import { reset } from './reset.ts'
import { force, readRun, readRuns, release, step } from './runs.ts'
import { deleteScenario, listScenarios, putScenario, readScenario } from './scenarios.ts'
import { addToState, exportState, importState } from './state.ts'
import { readLeftovers, readVerdict, verifyRequests } from './verify.ts'
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
  next,
  readNext,
  clearNext,
  listScenarios,
  readScenario,
  putScenario,
  deleteScenario,
  putFault,
  readFaults,
  clearFaults,
  readRuns,
  readRun,
  step,
  release,
  force,
  openGate,
  shutGate,
  journal,
  clearJournal,
  verifyRequests,
  readLeftovers,
  readVerdict,
  readCoverage,
  exportState,
  importState,
  addToState,
  openapi(() => controls),
] as Control[]
