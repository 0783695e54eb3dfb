import { isAtRest, isTerminal, type RunStatus } from '../run/lifecycle.ts'
import { parseDuration } from '../scenario/durations.ts'
import { waitsFor } from './by_hand.ts'
import { ClockError } from './clock/clock.ts'
import { ControlError } from './control_error.ts'
import type { RunNode } from './nodes.ts'
import type { Project } from './project.ts'

/** When to stop: the run has this status, or (`rest`, or nothing) waits for nobody but a client. */
export interface Until {
  run: string
  status?: RunStatus | 'rest' | undefined
}

/** How far to go: by milliseconds or a duration such as `10m`, or until a run has got somewhere. */
export interface Move {
  by?: number | string | undefined
  until?: Until | undefined
}

/** Moves a project's clock by hand. @throws ControlError, ClockError */
export async function moveClock(project: Project, { by, until }: Move): Promise<void> {
  if ((by === undefined) === (until === undefined))
    throw new ControlError(
      'advance',
      'Say how far: {"by": "10m"}, or {"until": {"run": "run_…", "status": "requires_action"}}; without a status: until it rests.',
    )
  if (until) return advanceUntil(project, until)
  const ms = typeof by === 'number' ? by : parseDuration(String(by))
  if (ms === undefined) throw new ControlError('advance', `"${by}" is not a duration such as 300ms, 2s, 10m or 1h.`)
  await project.clock.advance(ms)
}

/**
 * Moves a project's clock until a run has got where it was to go, and no further: `advance 10m` may pass `requires_action` and expire
 * the run before anyone can react (decisions 4). The time is that of the whole project: other runs of it go on too, and expire where their
 * deadline is passed.
 * @throws ClockError if it can never get there; where it waits for somebody, before time has moved on to its deadline
 */
async function advanceUntil(project: Project, { run: id, status = 'rest' }: Until): Promise<void> {
  const node = project.findRun(id)
  const there = () => (status === 'rest' ? isAtRest(node.run.status) : node.run.status === status)
  const isInVain = () => status !== 'rest' && status !== 'expired' && isLeftToOthers(node)
  await project.clock.advanceUntil(() => there() || isTerminal(node.run.status) || isInVain())
  if (there()) return
  if (isInVain()) throw new ClockError(`${spellWait(node)}: no time brings it to ${status}, only to its end, expired.`)
  throw new ClockError(
    `The run ${id} is ${node.run.status}: nothing that is planned will bring it to ${status === 'rest' ? 'rest' : status}.`,
  )
}

/** Whether nothing is planned for a run but its deadline: its script stands still until a client or a test does something. */
function isLeftToOthers({ active }: RunNode): boolean {
  return active !== undefined && active.work === undefined
}

function spellWait(node: RunNode): string {
  const { id, status, required_action } = node.run
  const calls = required_action?.submit_tool_outputs.tool_calls.map((call) => `${call.function.name} (${call.id})`)
  if (calls) return `The run ${id} waits for tool outputs, which a client must submit first: ${calls.join(', ')}`
  return `The run ${id} is ${status} and waits for ${waitsFor(node)}, which must come first`
}
