import { clockModes } from '../../engine/clock/clock.ts'
import { groups } from '../../engine/coverage/counts.ts'
import { type RunStatus, runStatuses } from '../../run/lifecycle.ts'
import type { Zod } from '../../scenario/zod.ts'

/** What the controls answer, for whoever generates a client: the tests hold every answer against these. */

const time = (z: Zod) => z.string().meta({ format: 'date-time', description: 'Emulated time.' })
const text = (z: Zod) => z.string().nullable()
const count = (z: Zod) => z.int().min(0)
const status = (z: Zod) => z.enum(runStatuses as [RunStatus])
const list = <T>(z: Zod, data: T) => ({ object: z.literal('list'), data })

export const clock = (z: Zod) => z.strictObject({ mode: z.enum(clockModes), now: time(z) })

export const queue = (z: Zod) =>
  z.strictObject({
    queued: z.array(z.strictObject({ scenario: z.string(), times: count(z).describe('For how many runs.') })),
  })

const fault = (z: Zod) => ({
  fault: z.string().describe('The name of the fault.'),
  method: text(z).describe('Null: any.'),
  path: text(z).describe('The end of the path; null: any.'),
})

export const faults = (z: Zod) =>
  z.strictObject({
    faults: z.array(
      z.strictObject({
        ...fault(z),
        with: z.unknown().describe('What goes with the fault.'),
        times: count(z).nullable().describe('How many requests are still to be struck; null: all.'),
      }),
    ),
  })

export const gate = (z: Zod) => z.strictObject({ gate: z.string(), open: z.boolean() })

export const seed = (z: Zod) => z.strictObject({ seed: z.string() })

export const projects = (z: Zod) =>
  z.strictObject(
    list(
      z,
      z.array(
        z.strictObject({
          name: z.string(),
          clock: clock(z),
          seed: z.string(),
          assistants: count(z),
          threads: count(z),
          requests: count(z).describe('How many its journal has.'),
        }),
      ),
    ),
  )

const shown = (z: Zod) => ({
  name: z.string(),
  description: z.string().optional(),
  file: z.string().describe('Where it was read from.'),
  shipped: z.boolean().describe('Whether it came with the package.'),
  matches: z.boolean().describe('Whether it has a `match`.'),
})
export const scenario = (z: Zod) => z.strictObject(shown(z))
export const scenarioText = (z: Zod) => z.strictObject({ ...shown(z), text: z.string() })
export const scenarios = (z: Zod) => z.strictObject(list(z, z.array(scenario(z))))

const inShort = (z: Zod) => ({
  id: z.string(),
  thread_id: z.string(),
  status: status(z),
  scenario: z.string(),
  waits_for: text(z).describe('Such as `2 polls`, `gate approval` or `tool outputs`; null once it has ended.'),
})
export const runs = (z: Zod) => z.strictObject(list(z, z.array(z.strictObject(inShort(z)))))

export const run = (z: Zod) =>
  z.strictObject({
    run: z.looseObject({ id: z.string(), thread_id: z.string(), status: status(z) }).describe('As the API has it.'),
    scenario: z.string(),
    waits_for: inShort(z).waits_for,
    line: text(z).describe('The line of the script that is being played, as `file:line`.'),
    history: z.array(
      z.strictObject({
        at: time(z),
        by: z.enum(['script', 'client', 'clock', 'control', 'emulator']).describe('Who asked.'),
        where: z.string().optional().describe('The line of the script that asked, as `file:line`.'),
        asked: z.looseObject({}).describe('A command, or a literal event of the script.'),
        events: z.array(z.strictObject({ event: z.string(), data: z.unknown() })),
      }),
    ),
    dropped: count(z).describe('How many entries at the beginning were left out.'),
  })

const numbered = (z: Zod) => ({ n: count(z).describe('Its number in the journal.'), request_id: z.string() })
export const leftovers = (z: Zod) =>
  z.strictObject({
    unmatched: z.array(z.strictObject({ ...numbered(z), run: text(z), why: z.string() })),
    unknown_routes: z.array(z.strictObject({ ...numbered(z), method: z.string(), path: z.string() })),
    unused: queue(z).shape.queued,
    unstruck: z.array(z.strictObject({ ...fault(z), times: count(z) })),
    waiting: z.array(z.strictObject(inShort(z))),
  })

export const verdict = (z: Zod) =>
  z.strictObject({
    faultless: z.boolean(),
    findings: z.array(
      z.strictObject({
        rule: z.string(),
        message: z.string(),
        run: text(z),
        requests: z.array(count(z)).describe('The numbers of the requests in the journal that show it.'),
      }),
    ),
  })

const share = (z: Zod) => ({ exercised: count(z), of: count(z) })
export const coverage = (z: Zod) =>
  z.strictObject({
    ...share(z),
    groups: z.strictObject(
      Object.fromEntries(
        groups.map((group) => [
          group,
          z.strictObject({ ...share(z), items: z.record(z.string(), count(z)).describe('How often each was seen.') }),
        ]),
      ),
    ),
  })

const wall = (z: Zod) => z.number().optional().describe('Milliseconds of the wall clock.')
const headers = (z: Zod) => z.record(z.string(), z.string())
export const journal = (z: Zod) =>
  z.strictObject({
    ...list(z, z.array(entry(z))),
    dropped: count(z).describe('How many older ones were dropped to stay within the limits.'),
  })

function entry(z: Zod) {
  const event = z.strictObject({ event: z.string(), data: z.unknown(), at: time(z), wall_ms: wall(z) })
  const response = z.strictObject({
    status: count(z),
    headers: headers(z),
    body: z.unknown().optional(),
    events: z.array(event).optional().describe('In place of a body, where the answer is a stream of events.'),
    ended: z.enum(['complete', 'broken', 'left']).nullable(),
    ended_at: time(z).nullable(),
    wall_ms: wall(z),
  })
  return z.strictObject({
    n: count(z),
    project: z.string(),
    request_id: z.string(),
    at: time(z),
    wall_ms: wall(z),
    route: text(z).describe('Such as `POST /threads/:thread/runs`; null for an unknown URL.'),
    request: z.strictObject({
      method: z.string(),
      path: z.string(),
      query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
      headers: headers(z),
      body: z.unknown(),
    }),
    response: response.nullable().describe('Null while nothing has been answered yet.'),
    scenario: text(z),
    chosen_by: z
      .enum(['header', 'next', 'run metadata', 'assistant metadata', 'match', 'default'])
      .nullable()
      .describe('Why that scenario.'),
    unmatched: z.string().optional(),
    faults: z.array(z.string()).optional(),
    run: z.strictObject({ id: z.string(), thread_id: z.string(), status: status(z) }).nullable(),
  })
}
