import { didYouMean, nearest, oneOf, quoted, seen } from '../words.ts'
import type { Zod, z as zed } from '../zod.ts'
import { branchConditions } from './match.ts'
import { event, message } from './message.ts'
import { scriptedStatuses, status, usage } from './status.ts'
import { wait } from './time.ts'
import { call } from './tools.ts'

/** What a line can do; each line does one of these. `after` alone only waits. */
export const actions = ['status', 'message', 'tool_calls', 'events', 'if', 'gate', 'hold'] as const
export const bareWords = ['message', 'tool_calls', 'hold'] as const

/** What to write instead of a bare word that is no line. */
function bare(word: unknown): string | undefined {
  if (typeof word !== 'string') return undefined
  const status = scriptedStatuses.find((each) => each === word) ?? nearest(word, scriptedStatuses)
  if (status) return `"${word}" is not a line: did you mean "status: ${status}"?`
  const [, key, text] = /^(\w+)(?:: *| +)(.+)$/s.exec(word) ?? []
  if (key !== undefined && [...actions, 'after'].some((each) => each === key))
    return `${quoted(word)} is not a line: write "${key}: ", with a colon and a space, before ${quoted(text!)}`
  const hint = (actions as readonly string[]).includes(word)
    ? `: write "${word}: ..."`
    : `.${didYouMean(word, bareWords)}`
  return `"${word}" is not a line; only ${oneOf(bareWords)} stand alone${hint === '.' ? '' : hint}`
}

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
      .union([z.null(), z.literal(true)], {
        error: ({ input }) =>
          `"hold" stands alone, but this is ${seen(input)}: a cancel or the expiry ends it; to wait for a time, write "after"`,
      })
      .optional()
      .describe('Stays here, in progress if it was queued: only a cancel or the expiry ends it.'),
    usage: usage(z).optional(),
  }
  const one = z.union([z.literal([...bareWords], { error: ({ input }) => bare(input) }), z.strictObject(fields)])
  return one
}
