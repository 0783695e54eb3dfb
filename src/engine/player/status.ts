import type { RunStatus } from '../../run/lifecycle.ts'
import type { Usage } from '../../run/objects.ts'
import type { Command } from '../../run/commands.ts'
import type { StatusLine } from '../../scenario/scenario.ts'
import { render } from '../../scenario/template.ts'
import type { Act } from './play.ts'
import type { Turn } from './turn.ts'

// What the service said when it did not say more (protocol.md §2.1).
const defaultError = { code: 'server_error', message: 'Sorry, something went wrong.' }

/** The commands that bring a run from one status to a scripted one; `usage` is that of the message it interrupts, if any. */
export function statusActs(
  { status, last_error, incomplete_details }: StatusLine,
  from: RunStatus,
  { scope }: Turn,
  usage?: Usage,
): Act[] {
  return commands().map((command): Act => ({ act: 'send', command }))

  function commands(): Command[] {
    switch (status) {
      case 'in_progress':
        return [{ type: 'start' }]
      case 'completed':
        return usage ? [{ type: 'close_message', usage }, { type: 'complete' }] : [{ type: 'complete' }]
      case 'incomplete':
        return [
          { type: 'truncate', reason: incomplete_details?.reason ?? 'max_completion_tokens', ...(usage && { usage }) },
        ]
      case 'failed':
        return [
          {
            type: 'fail',
            last_error: last_error ? { ...last_error, message: render(last_error.message, scope) } : defaultError,
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
