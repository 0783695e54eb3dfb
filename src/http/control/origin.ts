import type { Context } from 'hono'
import { ControlError } from '../../engine/control_error.ts'

/**
 * Refuses what a strange page in somebody's browser sends: a simple POST goes out without asking anyone (decisions 25), and so do the
 * pictures, frames and links of a page, which name no origin but say in `Sec-Fetch-Site` that they are not ours. A page that the emulator
 * itself has served may, and so may an address typed in.
 * @throws ControlError 403
 */
export function mustBeOurPage({ req }: Context): void {
  const origin = req.header('origin')
  const site = req.header('sec-fetch-site') ?? 'none'
  const isOurs = origin === undefined || (URL.canParse(origin) && new URL(origin).host === new URL(req.url).host)
  if (isOurs && (site === 'none' || site === 'same-origin')) return
  const who = origin === undefined ? 'Another page' : `A page of ${origin}`
  throw new ControlError('foreign_origin', `${who} may not control the emulator.`, 403)
}
