import type { CannedEvent } from '../../run/canned.ts'
import type { Command } from '../../run/commands.ts'
import type { Usage } from '../../run/objects.ts'
import type { Line } from '../../scenario/scenario.ts'

/** One thing to do: a wait, a command, or literal events. A line of a script is several of them. */
export type Act =
  | { act: 'wait'; wait: { ms: number } | { polls: number } }
  | { act: 'hold' }
  | { act: 'gate'; gate: string }
  | { act: 'send'; command: Command }
  /** What the calls cost is told once their outputs are in. */
  | { act: 'require_action'; usage: Usage }
  | { act: 'emit'; event: CannedEvent }

/** Lines being played and the next of them; a branch is a frame on top of the one it stands in. */
export interface Frame {
  lines: Line[]
  next: number
}

/** Where a run is in its script: plain data, so that it can be stepped, forced and exported in mid-run. */
export interface Play {
  frames: Frame[]
  /** What is left of the last line. */
  acts: Act[]
  /** The next of `acts`. */
  act: number
  /** Where the line that is being played stands; undefined after the last. */
  where: string | undefined
  waiting: 'time' | 'hold' | 'step' | { polls: number } | { gate: string } | null
  /** Reads of the run, and how many of them earlier waits have used. */
  reads: number
  counted: number
  /** Whether a test moves it on step by step. */
  byHand: boolean
  /** Model turns begun, so far. */
  turns: number
  /** Random draws made, so far. */
  draws: number
  spent: { prompt: number; completion: number }
  /** What the tool calls that the run waits for have cost. */
  owed: Usage | null
  /** Function calls made, so far: their ids are counted. */
  calls: number
}

export function newPlay(lines: Line[]): Play {
  return {
    frames: [{ lines, next: 0 }],
    acts: [],
    act: 0,
    where: undefined,
    waiting: null,
    byHand: false,
    reads: 0,
    counted: 0,
    turns: 0,
    draws: 0,
    spent: { prompt: 0, completion: 0 },
    owed: null,
    calls: 0,
  }
}

/** The line that comes next; frames that are played to their end are dropped. */
export function nextLine(play: Play): Line | undefined {
  for (let frame = play.frames.at(-1); frame; frame = play.frames.at(-1)) {
    const line = frame.lines[frame.next]
    if (line) return line
    play.frames.pop()
  }
  return undefined
}

/** Puts lines before those that would come next. */
export function comesNext(play: Play, lines: Line[]): void {
  play.frames.push({ lines, next: 0 })
}

/** Goes past the line that comes next. */
export function pass(play: Play): void {
  play.frames.at(-1)!.next++
}
