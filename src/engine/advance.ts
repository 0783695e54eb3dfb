import { isAtRest, isTerminal, type RunStatus } from '../run/lifecycle.ts'
import { ClockError } from './clock/clock.ts'
import type { Project } from './project.ts'

/** When to stop: the run has this status, or (`rest`, or nothing) waits for nobody but a client. */
export interface Until {
  run: string
  status?: RunStatus | 'rest' | undefined
}

/**
 * Moves a project's clock until a run has got where it was to go, and no further: `advance 10m` may pass `requires_action` and expire
 * the run before anyone can react (decisions 4).
 * @throws ClockError if it can never get there
 */
export async function advanceUntil(project: Project, { run: id, status = 'rest' }: Until): Promise<void> {
  const node = project.findRun(id)
  const there = () => (status === 'rest' ? isAtRest(node.run.status) : node.run.status === status)
  await project.clock.advanceUntil(() => there() || isTerminal(node.run.status))
  if (!there())
    throw new ClockError(
      `The run ${id} is ${node.run.status}: nothing that is planned will bring it to ${status === 'rest' ? 'rest' : status}.`,
    )
}
