import type { FaultVocabulary } from '../../src/scenario/format/faults.ts'
import { ScenarioError } from '../../src/scenario/problems.ts'
import { Reader } from '../../src/scenario/read.ts'

/** Two faults are enough to read scenarios; what the others take is theirs to prove. */
const faults: FaultVocabulary = {
  cut: {
    what: 'The connection is closed.',
    on: ['stream'],
    handled: [true],
    schema: (z) => z.strictObject({ after_events: z.int().min(0) }),
  },
  http_error: {
    what: 'An HTTP error.',
    on: ['create', 'poll'],
    handled: [false],
    schema: (z) => z.strictObject({ status: z.int().min(400).max(599) }),
  },
}

export const reader = new Reader(faults)

/** What is said about a scenario that is wrong, a line a problem; undefined if it is sound. Anything but a ScenarioError is thrown on. */
export function complaint(read: () => unknown): string | undefined {
  try {
    read()
  } catch (error) {
    if (error instanceof ScenarioError) return error.message
    throw error
  }
}

export const complaintAbout = (yaml: string) => complaint(() => reader.yaml('x', yaml, 'x.yaml'))
