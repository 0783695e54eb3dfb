import { lastErrors } from '../../run/last_errors.ts'
import type { RunStatus } from '../../run/lifecycle.ts'
import type { Usage } from '../../run/objects.ts'
import { written } from '../../run/state.ts'
import type { Command } from '../../run/commands.ts'
import type { StatusLine } from '../../scenario/scenario.ts'
import { renderDeep } from '../../scenario/template.ts'
import { textOf } from '../../run/normalise.ts'
import { count } from './pieces.ts'
import { promptTokens, type Turn, turnUsage } from './turn.ts'

/** The acts that bring a run from where it is to a status that somebody outside its script wants. */
export function forcedActs(line: StatusLine, turn: Turn): { act: 'send'; command: Command }[] {
  const { run } = turn.state
  const mustStart = run.status === 'queued' && (line.status === 'completed' || line.status === 'incomplete')
  return [
    ...(mustStart ? [{ act: 'send', command: { type: 'start' } } as const] : []),
    ...statusActs(line, run.status, turn),
  ]
}

/** The commands that bring a run from one status to a scripted one; `usage` is that of the turn it interrupts, if any. */
export function statusActs(
  { status, last_error, incomplete_details }: StatusLine,
  from: RunStatus,
  turn: Turn,
  usage = interrupted(turn),
): { act: 'send'; command: Command }[] {
  return commands().map((command) => ({ act: 'send', command }))

  function commands(): Command[] {
    const { scope } = turn
    const spent = usage && { usage }
    switch (status) {
      case 'in_progress':
        return [{ type: 'start' }]
      case 'completed':
        return [{ type: 'complete', ...spent }]
      case 'incomplete': {
        const reason = renderDeep(incomplete_details, scope)?.reason ?? 'max_completion_tokens'
        return [{ type: 'truncate', reason, ...spent }]
      }
      case 'failed': {
        const error = last_error ? renderDeep(last_error, scope) : lastErrors.server_error
        return [{ type: 'fail', last_error: error, ...spent }]
      }
      case 'cancelled':
        return from === 'cancelling' ? [{ type: 'confirm_cancel' }] : [{ type: 'cancel' }, { type: 'confirm_cancel' }]
      case 'expired':
        return [{ type: 'expire' }]
    }
  }
}

/** What the open step has cost: as much of its message as is written, or the calls whose outputs are awaited. */
function interrupted(turn: Turn): Usage | undefined {
  const message = written(turn.state)
  if (!message) return turn.play.owed ?? undefined
  return turnUsage(promptTokens(turn) ?? 0, count(turn.split(textOf(message.content))))
}
