import type { RunState } from '../../run/state.ts'
import { countTokens, messageTokens } from '../../run/tokens.ts'
import { textOf } from '../../run/normalise.ts'
import type { ToolCall, Usage } from '../../run/objects.ts'
import { usage } from '../../run/usage.ts'
import type { UsageLine } from '../../scenario/scenario.ts'
import { hash } from '../../scenario/invent/faker.ts'
import type { Prompt } from '../../scenario/invent/invent.ts'
import type { View } from '../../scenario/conditions.ts'
import type { Scope } from '../../scenario/template.ts'
import type { Splitter } from '../../scenario/tokenizer.ts'
import type { ThreadNode } from '../nodes.ts'
import type { Reach } from '../vector_stores/reach.ts'
import type { Play } from './play.ts'

/** What a model turn knows: the run, its thread, where the script is. */
export interface Turn {
  state: RunState
  thread: ThreadNode
  play: Play
  seed: string
  newCallId: () => string
  /** Milliseconds since 1970. */
  now: number
  /** The files that it can look into. */
  reach: () => Reach
  /** How this run's texts are cut into deltas, and counted. */
  split: Splitter
  /** What conditions look at. */
  view: () => View
  /** What templates speak of. */
  scope: () => Scope
}

/** A number from 0 to 1, the next of those that follow from the seed and the run's place in its thread. */
export function drawn({ play, seed, thread }: Turn): number {
  return hash(seed, 'draw', String(thread.runs.size), String(play.draws++)) / 2 ** 32
}

/** Tokens that this turn may still write; undefined without a limit. */
export function budget({ state: { run }, play }: Turn): number | undefined {
  return run.max_completion_tokens === null ? undefined : Math.max(0, run.max_completion_tokens - play.spent.completion)
}

/**
 * Tokens of the prompt of this turn, after truncation; undefined if it does not fit `max_prompt_tokens`, which counts all turns.
 * `auto` drops messages from the middle until the rest fits, but never the last one; `last_messages` keeps that many (decisions 12).
 */
export function promptTokens({ state: { run, steps }, thread, play }: Turn): number | undefined {
  const fixed =
    countTokens(run.instructions ?? '') + (run.tools.length > 0 ? countTokens(JSON.stringify(run.tools)) : 0)
  const said = steps.reduce(
    (sum, { step_details }) => sum + (step_details.type === 'tool_calls' ? callTokens(step_details.tool_calls) : 0),
    0,
  )
  const { type, last_messages } = run.truncation_strategy
  const whole =
    fixed +
    said +
    (type === 'last_messages' && last_messages !== null ? lastTokens(thread, last_messages) : thread.tokens)
  if (run.max_prompt_tokens === null) return whole
  const room = run.max_prompt_tokens - play.spent.prompt
  if (whole <= room) return whole
  const kept = type === 'auto' ? middleDropped(thread, room - fixed - said) : undefined
  return kept === undefined ? undefined : fixed + said + kept
}

/** Calls count without their ids: usage must not follow from those, which differ from start to start under a real clock. */
function callTokens(calls: ToolCall[]): number {
  return countTokens(JSON.stringify(calls.map(({ id: _, ...call }) => call)))
}

function lastTokens(thread: ThreadNode, n: number): number {
  let sum = 0
  for (const message of thread.messages.backwards()) {
    if (n-- <= 0) break
    sum += messageTokens(message)
  }
  return sum
}

function middleDropped(thread: ThreadNode, room: number): number | undefined {
  const sizes = [...thread.messages].map(messageTokens)
  let sum = thread.tokens
  while (sum > room && sizes.length > 1) sum -= sizes.splice((sizes.length - 1) >> 1, 1)[0]!
  return sum <= room ? sum : undefined
}

/** What a turn cost: as counted, or as the script says. */
export function turnUsage(prompt: number, completion: number, line: UsageLine = {}): Usage {
  return usage(
    line.prompt_tokens ?? prompt,
    line.completion_tokens ?? completion,
    line.cached_tokens,
    line.reasoning_tokens,
  )
}

export function prompt({ state: { run }, thread, play, seed }: Turn): Prompt {
  return { seed, model: run.model, instructions: run.instructions, question: lastUserMessage(thread), n: play.turns }
}

export function lastUserMessage({ question }: ThreadNode): string {
  return question ? textOf(question.content) : ''
}
