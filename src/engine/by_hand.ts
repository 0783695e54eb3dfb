import { lastErrors } from '../run/last_errors.ts'
import { isTerminal, type RunStatus, transitions } from '../run/lifecycle.ts'
import type { LastError } from '../run/objects.ts'
import { Refusal } from '../run/refusal.ts'
import { counted } from '../scenario/words.ts'
import { ControlError } from './control_error.ts'
import { mustCount } from './count.ts'
import type { ActiveRun, RunNode } from './nodes.ts'
import type { Project } from './project.ts'

/** What a test may make of a run at once. */
export interface Forced {
  status: Exclude<RunStatus, 'queued' | 'requires_action'>
  /** With `failed`; the message may be left out. Default: server_error. */
  last_error?: { code: string; message?: string | undefined } | undefined
  /** With `incomplete`. Default: max_completion_tokens. */
  incomplete_details?: { reason: string } | undefined
}

// So the service said it; for other codes the code itself must do.
const usual: Record<string, LastError> = lastErrors

/** Brings a run to a status, whatever its script says. @throws ControlError where its lifecycle does not allow it */
export function forceRun(project: Project, id: string, { status, last_error, incomplete_details }: Forced): RunNode {
  const node = activeRun(project, id)
  const from = node.run.status
  try {
    if (status === 'cancelling') project.runs.cancel(node, 'control')
    else
      project.runs.force(node, {
        do: 'status',
        status,
        ...(last_error && {
          last_error: {
            code: last_error.code,
            message: last_error.message ?? usual[last_error.code]?.message ?? last_error.code,
          },
        }),
        ...(incomplete_details && { incomplete_details }),
      })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new ControlError(
      'impossible_status',
      `The run ${id} is ${from}: it cannot become ${status}, only ${forcible(from).join(', ')}.`,
    )
  }
  return node
}

/** Cancelled by force is both at once: asked for, and confirmed. */
function forcible(from: RunStatus): RunStatus[] {
  const next = Object.values(transitions[from]) as RunStatus[]
  return next
    .filter((to) => to !== 'queued' && to !== 'requires_action')
    .flatMap((to) => (to === 'cancelling' ? [to, 'cancelled'] : to))
}

/**
 * Plays the next effect of a run's script now, whatever it waits for; from then on it moves only when stepped, until it is released.
 * @throws ControlError where only a client can move it
 */
export function stepRun(project: Project, id: string, times = 1): RunNode {
  mustCount('times', times, 1)
  const node = activeRun(project, id)
  for (let n = 0; n < times && node.active; n++) {
    if (node.run.status === 'requires_action') {
      if (n > 0) break
      throw new ControlError('waits_for_client', `The run ${id} waits for tool outputs: only the client can move it.`)
    }
    project.runs.step(node)
  }
  return node
}

/** Lets a run go on, whatever it waits for: a time, reads, a gate, a hold, the next step. @throws ControlError */
export function releaseRun(project: Project, id: string): RunNode {
  const node = activeRun(project, id)
  if (node.run.status === 'requires_action')
    throw new ControlError('waits_for_client', `The run ${id} waits for tool outputs: only the client can move it.`)
  project.runs.release(node)
  return node
}

/** What keeps a run from going on: a text such as `2 polls` or `gate approval`; null once it has ended. */
export function waitsFor({ run, active }: RunNode): string | null {
  if (isTerminal(run.status) || !active) return null
  if (run.status === 'requires_action') return 'tool outputs'
  const { play, work } = active
  if (play.waiting === 'time') return `the time ${new Date((work as NonNullable<ActiveRun['work']>).due).toISOString()}`
  if (play.waiting === null) return 'the clock'
  if (typeof play.waiting === 'string') return play.waiting === 'step' ? 'a step by hand' : 'hold'
  return 'gate' in play.waiting
    ? `gate ${play.waiting.gate}`
    : counted(play.waiting.polls - (play.reads - play.counted), 'poll')
}

function activeRun(project: Project, id: string): RunNode {
  const node = project.findRun(id)
  if (!node.active) throw new ControlError('run_ended', `The run ${id} has ended: it is ${node.run.status}.`)
  return node
}
