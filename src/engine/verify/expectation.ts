import { type RunStatus, runStatuses } from '../../run/lifecycle.ts'
import { compile, type TextTest } from '../../scenario/text_test.ts'
import { lazySchema, type z, type Zod } from '../../scenario/zod.ts'
import { methods, statusForm, statuses } from '../journal/filter.ts'

/**
 * What a test expects of the requests that were sent. Everything that is left out may be anything. Every description here is shown to
 * users.
 */
export const expectationSchema = lazySchema((z) =>
  z.strictObject({
    runs: z
      .array(run(z))
      .optional()
      .describe(
        'Runs that were created. Each stands for one run, or for as many as `times` says. Any text may also be, as in a scenario, a mapping of `equals`, `contains`, `glob` or `regex`.',
      ),
    requests: z.array(request(z)).optional().describe('Requests that were sent, of any kind.'),
    nothing_else: z
      .boolean()
      .optional()
      .describe(
        'Besides these there was no run and no request to an unknown route; and if `requests` are given, no other POST or DELETE than those and what the runs above were created and moved with.',
      ),
    nothing_left: z
      .boolean()
      .optional()
      .describe(
        'Nothing is unmatched, unused, unstruck or waiting: 0 for each of these four words that is not given itself.',
      ),
    unmatched: count(z).describe(
      'Runs that none of your scenarios with a `match` took, and requests to unknown routes.',
    ),
    unused: count(z).describe('Queued scenarios that no run has used.'),
    unstruck: count(z).describe('Faults that were put on a number of requests and have not struck them all.'),
    waiting: count(z).describe('Runs that are still active.'),
    findings: count(z).describe('What the verdict finds wrong with the client.'),
  }),
)

export type Expectation = z.input<ReturnType<typeof expectationSchema>>
export type RunExpectation = NonNullable<Expectation['runs']>[number]
export type RequestExpectation = NonNullable<Expectation['requests']>[number]
export type Times = NonNullable<RunExpectation['times']>
/** In the words of a scenario's `match`. */
export type TextExpectation = string | TextTest

function run(z: Zod) {
  return z.strictObject({
    assistant: text(z).optional().describe('The id or the name of the assistant.'),
    model: text(z).optional(),
    instructions: text(z).optional().describe('With additional_instructions, as the run has them.'),
    tools: z
      .array(z.string())
      .optional()
      .describe('Exactly these: names of functions, `code_interpreter`, `file_search`.'),
    metadata: z.record(z.string(), text(z)).optional().describe('At least these.'),
    stream: z.boolean().optional().describe('Whether it was asked to stream.'),
    request: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('What the body of its request had, among other things.'),
    scenario: z.string().optional().describe('The scenario that it played.'),
    status: z
      .enum(runStatuses as [RunStatus])
      .optional()
      .describe('Its status now.'),
    tool_outputs: z
      .union([z.record(z.string(), text(z)), z.array(z.record(z.string(), text(z)))])
      .optional()
      .describe('Exactly these, by the name of the function; as a list where a function was called more than once.'),
    times: times(z).optional(),
  })
}

function request(z: Zod) {
  return z.strictObject({
    request: z
      .string()
      .regex(requestForm, 'expected a method and the end of a path, such as POST /threads/*/messages, without a query')
      .describe('Method and end of the path, such as `POST /threads/*/messages`.'),
    status: z
      .union([z.number(), z.string()])
      .refine((status) => statusForm.test(String(status)), statuses)
      .optional()
      .describe('The HTTP status, or a class such as `4xx`.'),
    headers: z.record(z.string(), text(z)).optional().describe('At least these.'),
    query: z.record(z.string(), text(z)).optional().describe('At least these.'),
    body: z.unknown().optional().describe('What the body had, among other things.'),
    times: times(z).optional(),
  })
}

const requestForm = new RegExp(`^\\s*(${methods.join('|')})\\s+[^\\s?]+\\s*$`, 'i')

function whyNot(regex: string): string | undefined {
  try {
    compile(regex)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

function text(z: Zod) {
  return z.union([
    z.string(),
    z.strictObject({
      equals: z.string().optional(),
      contains: z.string().optional(),
      glob: z.string().optional(),
      regex: z
        .string()
        .refine((regex) => whyNot(regex) === undefined, { error: ({ input }) => whyNot(input as string) })
        .optional(),
    }),
  ])
}

function times(z: Zod) {
  return z
    .union([z.int().min(0), z.strictObject({ at_least: z.int().optional(), at_most: z.int().optional() })])
    .describe('How many there were; as a mapping `at_least`, `at_most` or both. Default: 1.')
}

function count(z: Zod) {
  return z.int().min(0).optional()
}
