import type { CannedEvent } from '../../run/canned.ts'
import type { Command } from '../../run/commands.ts'
import type { Usage } from '../../run/objects.ts'
import type { Line, Wait } from '../../scenario/scenario.ts'

/** One thing to do: a wait, a command, or literal events. A line of a script is several of them. */
export type Act =
  | { act: 'wait'; wait: Wait }
  | { act: 'hold' }
  | { act: 'send'; command: Command }
  /** What the calls cost is told once their outputs are in. */
  | { act: 'require_action'; usage: Usage }
  | { act: 'emit'; event: CannedEvent }

/** Where a run is in its script: plain data, so that it can be stepped, forced and exported in mid-run. */
export interface Play {
  script: Line[]
  /** The next line. */
  line: number
  /** What is left of the line before it. */
  acts: Act[]
  /** The next of `acts`. */
  act: number
  waiting: 'time' | 'hold' | { polls: number } | null
  /** Model turns begun, so far. */
  turns: number
  spent: { prompt: number; completion: number }
  /** What the tool calls that the run waits for have cost. */
  owed: Usage | null
  /** Function calls made, so far: their ids are counted. */
  calls: number
}

export function newPlay(script: Line[]): Play {
  return {
    script,
    line: 0,
    acts: [],
    act: 0,
    waiting: null,
    turns: 0,
    spent: { prompt: 0, completion: 0 },
    owed: null,
    calls: 0,
  }
}
