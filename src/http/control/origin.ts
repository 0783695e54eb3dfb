import type { Context } from 'hono'
import { ControlError } from '../../engine/control_error.ts'

/**
 * Refuses what a strange page in somebody's browser sends: a simple POST goes out without asking anyone (decisions 25). A page that the
 * emulator itself has served may.
 * @throws ControlError 403
 */
export function mustBeOurPage({ req }: Context): void {
  const origin = req.header('origin')
  if (origin === undefined) return
  if (URL.canParse(origin) && new URL(origin).host === new URL(req.url).host) return
  throw new ControlError('foreign_origin', `A page of ${origin} may not control the emulator.`, 403)
}
