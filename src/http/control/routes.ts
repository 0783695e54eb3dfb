import { parseDuration } from '../../scenario/durations.ts'
import { runStatuses, type RunStatus } from '../../run/lifecycle.ts'
import { lazySchema } from '../../scenario/zod.ts'
import { EmulatorError } from '../errors.ts'
import type { Serve } from '../serve.ts'
import { version } from '../../package.ts'
import { advanceUntil } from '../../engine/advance.ts'

export const health: Serve = (exchange) =>
  exchange.json({ status: 'ok', version: version(), clock: exchange.project.clock.mode })

export const reset: Serve = (exchange) => {
  exchange.services.projects.reset(exchange.project.name)
  return exchange.json({ reset: exchange.project.name })
}

export const scenarios: Serve = (exchange) =>
  exchange.json({
    object: 'list',
    data: exchange.services.catalog.list().map(({ scenario: { name, description, match }, shipped }) => ({
      name,
      description,
      shipped,
      matches: match.length > 0,
    })),
  })

const advanceBody = lazySchema((z) =>
  z.union([
    z.strictObject({ by: z.string() }),
    z.strictObject({
      until: z.strictObject({
        run: z.string(),
        status: z.union([z.enum(runStatuses as [RunStatus]), z.literal('rest')]).optional(),
      }),
    }),
  ]),
)

export const advance: Serve = async (exchange) => {
  const { project } = exchange
  const body = await exchange.body(advanceBody).catch(() => {
    throw new EmulatorError(
      'advance',
      'Send {"by": "10m"}, or {"until": {"run": "run_…", "status": "requires_action"}}; without a status: until it rests.',
    )
  })
  if ('by' in body) {
    const ms = parseDuration(body.by)
    if (ms === undefined)
      throw new EmulatorError('advance', `"${body.by}" is not a duration such as 300ms, 2s, 10m or 1h.`)
    await project.clock.advance(ms)
  } else await advanceUntil(project, body.until)
  return exchange.json({ now: project.now() })
}
