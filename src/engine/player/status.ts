import { lastErrors } from '../../run/last_errors.ts'
import type { RunStatus } from '../../run/lifecycle.ts'
import type { Usage } from '../../run/objects.ts'
import { written } from '../../run/state.ts'
import type { Command } from '../../run/commands.ts'
import type { StatusLine } from '../../scenario/scenario.ts'
import { renderDeep } from '../../scenario/template.ts'
import { textOf } from '../../run/normalise.ts'
import { promptTokens, type Turn, turnUsage } from './turn.ts'

/** The acts that bring a run from where it is to a status that somebody outside its script wants. */
export function forcedActs(line: StatusLine, turn: Turn): { act: 'send'; command: Command }[] {
  const { run } = turn.state
  const message = written(turn.state)
  const mustStart = run.status === 'queued' && (line.status === 'completed' || line.status === 'incomplete')
  const spent = message && turnUsage(promptTokens(turn) ?? 0, turn.split(textOf(message.content)).length)
  return [
    ...(mustStart ? [{ act: 'send', command: { type: 'start' } } as const] : []),
    ...statusActs(line, run.status, turn, spent ?? undefined),
  ]
}

/** The commands that bring a run from one status to a scripted one; `usage` is that of the message it interrupts, if any. */
export function statusActs(
  { status, last_error, incomplete_details }: StatusLine,
  from: RunStatus,
  { scope }: Turn,
  usage?: Usage,
): { act: 'send'; command: Command }[] {
  return commands().map((command) => ({ act: 'send', command }))

  function commands(): Command[] {
    switch (status) {
      case 'in_progress':
        return [{ type: 'start' }]
      case 'completed':
        return usage ? [{ type: 'close_message', usage }, { type: 'complete' }] : [{ type: 'complete' }]
      case 'incomplete':
        return [
          {
            type: 'truncate',
            reason: renderDeep(incomplete_details, scope)?.reason ?? 'max_completion_tokens',
            ...(usage && { usage }),
          },
        ]
      case 'failed':
        return [
          {
            type: 'fail',
            last_error: last_error ? renderDeep(last_error, scope) : lastErrors.server_error,
            ...(usage && { usage }),
          },
        ]
      case 'cancelled':
        return from === 'cancelling' ? [{ type: 'confirm_cancel' }] : [{ type: 'cancel' }, { type: 'confirm_cancel' }]
      case 'expired':
        return [{ type: 'expire' }]
    }
  }
}
