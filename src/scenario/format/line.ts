import type { Zod, z as zed } from '../zod.ts'
import { branchConditions } from './match.ts'
import { event, message } from './message.ts'
import { status, usage } from './status.ts'
import { wait } from './time.ts'
import { call } from './tools.ts'

/** What a line can do; each line does one of these. `after` alone only waits. */
export const actions = ['status', 'message', 'tool_calls', 'events', 'if', 'gate', 'hold'] as const
export const bareWords = ['message', 'tool_calls', 'hold'] as const

/** A line of a script. */
export function line(z: Zod) {
  const lines: zed.ZodType = z.lazy(() => z.array(one))
  const branch = branchConditions(z)
  const fields = {
    after: wait(z)
      .optional()
      .describe(
        'Waits before the line does what it does: a time, a range of which one is drawn, or a number of reads of the run.',
      ),
    ...status(z),
    message: message(z).optional().describe('The model talks: one step, one message. Bare, it is invented.'),
    tool_calls: z
      .union([z.null(), z.array(call(z)).min(1)])
      .optional()
      .describe(
        'The model calls tools: one step. Functions bring the run to requires_action. Bare, one of the offered functions is called.',
      ),
    events: z
      .array(event(z))
      .min(1)
      .optional()
      .describe('Literal events; checked, given live ids, and folded into the state.'),
    if: z
      .union([branch, z.array(branch).min(1)])
      .optional()
      .describe('Branches: all conditions must hold; of a list, one set.'),
    then: lines.optional().describe('Lines for when the condition holds.'),
    else: lines.optional().describe('Lines for when it does not.'),
    gate: z.string().optional().describe('Waits until a test opens the gate of this name.'),
    hold: z
      .union([z.null(), z.literal(true)])
      .optional()
      .describe('Stays here: only a cancel or the expiry ends it.'),
    usage: usage(z).optional(),
  }
  const one = z.union([z.literal([...bareWords]), z.strictObject(fields)])
  return one
}
