import type { Zod } from '../zod.ts'

export const scriptedStatuses = ['in_progress', 'completed', 'incomplete', 'failed', 'cancelled', 'expired'] as const

/** Statuses that no line sets, and what brings a run there. */
const elsewhere = {
  queued: 'a run is queued when it is created, and again when tool outputs arrive: no line sets it',
  requires_action: 'a run comes to requires_action by tool_calls with a function: no line sets it',
  cancelling: 'a run is cancelling once a client has cancelled it: no line sets it',
}

/** What goes with a status, for lines and for parts of a message. */
export function status(z: Zod) {
  return {
    status: z
      .enum(scriptedStatuses, { error: ({ input }) => elsewhere[input as keyof typeof elsewhere] })
      .optional()
      .describe('The status that the run takes on.'),
    last_error: z
      .strictObject({
        code: z.string().describe('server_error, rate_limit_exceeded, invalid_prompt or any other.'),
        message: z.string(),
      })
      .optional()
      .describe('Why it failed; with status: failed. Default: server_error, "Sorry, something went wrong."'),
    incomplete_details: z
      .strictObject({
        reason: z.string().describe('max_completion_tokens, max_prompt_tokens, content_filter or any other.'),
      })
      .optional()
      .describe('Why it is incomplete; with status: incomplete. Default: max_completion_tokens.'),
  }
}

export function usage(z: Zod) {
  const count = z.int().min(0).optional()
  return z
    .strictObject({ prompt_tokens: count, completion_tokens: count, cached_tokens: count, reasoning_tokens: count })
    .describe("The step's tokens; what is left out is counted. The run's usage is the sum over its steps.")
}
