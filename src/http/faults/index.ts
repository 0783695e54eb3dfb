import type { FaultVocabulary } from '../../scenario/format/file.ts'
import { cut } from './cut.ts'
import type { Fault } from './fault.ts'
import { http_error } from './http_error.ts'

/** Every fault by the name that scenarios use. */
export const faults: Record<string, Fault> = { cut, http_error }

/** The words that a scenario may use for what goes wrong, and what goes with each. */
export const faultVocabulary: FaultVocabulary = Object.fromEntries(
  Object.entries(faults).map(([name, { on, schema }]) => [name, { on, schema }]),
)
